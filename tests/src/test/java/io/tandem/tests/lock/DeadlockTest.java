package io.tandem.tests.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.Deadlock;
import io.tandem.memory.Inspector;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threads that wait for each other are named, whatever processes they are of.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlockTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aCircleOfProcessesIsNamed(int processes) throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(CircleMember.SCOPE)) {
      List<ChildJvm> members = start(processes);
      try {
        assertEquals(List.of(), Inspector.deadlocks());
        members.forEach(member -> member.say("on"));

        Deadlock found =
            Awaitility.await()
                .until(Inspector::deadlocks, circles -> !circles.isEmpty())
                .getFirst();

        assertEquals(pids(members), pids(found));
        for (Deadlock.Step step : found.steps()) {
          assertEquals(CircleMember.SCOPE, step.scope());
          assertTrue(step.lock().startsWith("lock 'lock-"), step.lock());
          assertEquals("main", step.waiting().threadName());
        }
        breakUp(members);
      } finally {
        members.forEach(ChildJvm::close);
      }
      scope.unlink();
    }
  }

  private static List<ChildJvm> start(int processes) throws Exception {
    var members = new ArrayList<ChildJvm>();
    for (int i = 0; i < processes; i++) {
      String self = Integer.toString(i);
      members.add(ChildJvm.start(CircleMember.class, self, Integer.toString(processes)));
      members.getLast().awaitLine("holds");
    }
    return members;
  }

  private static Set<Long> pids(List<ChildJvm> members) {
    return members.stream().map(member -> member.process().pid()).collect(Collectors.toSet());
  }

  private static Set<Long> pids(Deadlock found) {
    return found.steps().stream()
        .map(step -> step.waiting().process().pid())
        .collect(Collectors.toSet());
  }

  /// The death of one sets the others free, one after the other.
  private static void breakUp(List<ChildJvm> members) throws Exception {
    members.getFirst().kill();
    assertTrue(members.getLast().awaitLine("told ").contains("died holding it"));
    members.getLast().awaitSuccess();
    Awaitility.await().until(() -> Inspector.deadlocks().isEmpty());
  }

  @Test
  void aQueueIsNoCircle() throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(CircleMember.SCOPE)) {
      SharedLock last = SharedLock.open(scope, "lock-1");
      last.lock();
      try (var member = ChildJvm.start(CircleMember.class, "0", "2")) {
        member.awaitLine("holds");
        member.say("on");
        Awaitility.await().until(() -> !Inspector.inspect().waits().isEmpty());

        assertEquals(List.of(), Inspector.deadlocks());
        String text = Inspector.inspect().waits().getFirst().text();
        String self = "held by process 'main' (pid %d)".formatted(ProcessHandle.current().pid());
        assertTrue(text.contains("waits for lock 'lock-1' of scope circle, " + self), text);

        last.unlock();
        member.awaitLine("got the next");
        member.awaitSuccess();
      }
      assertEquals(List.of(), Inspector.inspect().waits());
      scope.unlink();
    }
  }
}
