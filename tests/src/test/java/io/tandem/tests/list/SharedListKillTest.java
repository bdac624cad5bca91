package io.tandem.tests.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// JVMs that change one list, killed at random moments: a quarter as many as `tandem.random.kills`.
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedListKillTest {
  private static final int KILLS =
      Math.clamp(Integer.getInteger("tandem.random.kills", 48) / 4, 3, 500);
  private static final long LONGEST_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  @Test
  void theListStaysWholeWhoeverIsKilled() throws Exception {
    var random = new Random(1);
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("killed")) {
      SharedList<Entry> list = SharedList.open(scope, "list", Entry.class);
      var workers = new ArrayDeque<ChildJvm>();
      try {
        for (int worker = 0; worker < KILLS; worker++) {
          workers.add(start(scope, worker));
          if (workers.size() > 2) {
            lookFor(list, random.nextLong(LONGEST_LIFE_NANOS));
            workers.remove().kill();
            requireWhole(list.toArray());
          }
        }
      } finally {
        workers.forEach(ChildJvm::close);
      }
      requireUsable(list);
      scope.unlink();
    }
  }

  private static ChildJvm start(SharedScope scope, int worker) throws Exception {
    var child = ChildJvm.start(ListWorker.class, scope.name(), Integer.toString(worker));
    child.awaitLine("works");
    return child;
  }

  private static void lookFor(SharedList<Entry> list, long nanos) {
    long start = System.nanoTime();
    do {
      requireWhole(list.toArray());
    } while (System.nanoTime() - start < nanos);
  }

  /// Each element whole, each worker's in order, none twice.
  private static void requireWhole(Object[] elements) {
    Map<Integer, Integer> last = new HashMap<>();
    for (Object element : elements) {
      var entry = (Entry) element;
      assertTrue(entry.isWhole(), entry::toString);
      Integer before = last.put(entry.worker(), entry.number());
      assertTrue(
          before == null || before < entry.number(), () -> "%s behind %d".formatted(entry, before));
    }
  }

  private static void requireUsable(SharedList<Entry> list) {
    Object[] before = list.toArray();
    requireWhole(before);
    assertEquals(Arrays.asList(before), list);
    assertEquals(before.length, list.size());
    Entry added = Entry.of(-1, 0, 10_000);
    list.addAll(0, List.of(added, added));
    assertEquals(before.length + 2, list.size());
    assertEquals(Arrays.asList(before), list.subList(2, list.size()));
    list.clear();
    assertTrue(list.isEmpty());
    list.free();
  }
}
