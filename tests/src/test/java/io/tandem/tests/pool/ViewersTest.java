package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tandem.inspect.Details;
import io.tandem.memory.Inspector;
import io.tandem.pool.ParcelView;
import io.tandem.pool.ParcelViewer;
import io.tandem.pool.TaskContext;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.WorkerView;
import io.tandem.pool.WorkerViewer;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedEvent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a tool sees of a pool that runs.
@Timeout(60)
class ViewersTest {
  @Test
  void theWorkersAndTheLongMessagesOfAPoolAreSeen() throws Exception {
    var go = SharedEvent.create();
    byte[] argument = new byte[1 << 20];
    try (var pool = Pools.small(1).build()) {
      get(pool.submit(() -> 1));
      CompletableFuture<Integer> large =
          pool.submit(
              () -> {
                TaskContext.current().progress(0.25);
                go.await();
                return argument.length;
              },
              TaskOptions.named("import"));

      try {
        Awaitility.await()
            .until(() -> look(WorkerView.class).getFirst().progress().orElse(0) == 0.25);
        WorkerView worker = look(WorkerView.class).getFirst();
        assertEquals(WorkerView.State.READY, worker.state());
        assertEquals(
            1, JvmProcess.children().stream().filter(c -> c.pid() == worker.pid()).count());
        assertEquals(2, worker.started());
        assertTrue(
            worker.text().matches("ready, pid \\d+; started task 2 \\d+ m?s ago, 25 % done"),
            worker::text);
        ParcelView parcel = look(ParcelView.class).getFirst();
        assertEquals(new ParcelView.OfTask(2, Optional.of("import"), 1), parcel);
        assertEquals("task 2 'import', attempt 1", parcel.text());
      } finally {
        go.set();
      }
      assertEquals(argument.length, get(large));
    }
    assertEquals(List.of(), look(WorkerView.class));
    assertEquals(List.of(), look(ParcelView.class));
    go.free();
  }

  private static <D extends Details> List<D> look(Class<D> type) {
    return Inspector.inspect().scopes().stream()
        .flatMap(each -> each.contents().stream())
        .filter(contents -> contents.creator().pid() == ProcessHandle.current().pid())
        .flatMap(contents -> contents.objects().stream())
        .flatMap(object -> object.details().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  void whatIsThereIsSaid() {
    var nothing = OptionalDouble.empty();
    var starting = new WorkerView(WorkerView.State.STARTING, 0, 0, Duration.ZERO, nothing, 0, 0);
    var busy = new WorkerView(WorkerView.State.READY, 7, 3, Duration.ofSeconds(75), nothing, 9, 3);

    assertEquals("starting", starting.text());
    assertEquals(
        "ready, pid 7; started task 3 75 s ago; tasks up to 9 were taken back; task 3 is to be"
            + " interrupted",
        busy.text());
    assertEquals("classes", new ParcelView.OfClasses().text());
    assertEquals(
        "task 7 'a\\u000ab', attempt 2", new ParcelView.OfTask(7, Optional.of("a\nb"), 2).text());
  }

  @Test
  void aDamagedMessageIsNotFollowed() {
    MemorySegment message = MemorySegment.ofArray(new byte[64]);
    message.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    message.set(ValueLayout.JAVA_BYTE, 18, Byte.MAX_VALUE); // in the length of the name

    assertThrows(
        IndexOutOfBoundsException.class,
        () -> new ParcelViewer().view(message, _ -> fail("Nobody is named there")));
  }

  @Test
  void othersAreLeftToTheirViewers() {
    assertTrue(new WorkerViewer().isFor("worker", 1));
    assertFalse(new WorkerViewer().isFor("worker", 2));
    assertTrue(new ParcelViewer().isFor("parcel", 1));
    assertFalse(new ParcelViewer().isFor("worker", 1));
  }
}
