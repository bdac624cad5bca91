package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.TaskContext;
import io.tandem.pool.TaskOptions;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReadWriteLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a flight recorder is told of pools and locks.
@Timeout(60)
class FlightRecorderTest {
  @Test
  void startsExitsAndWaitsOfAPoolAreRecordedAndItsTasksInTheWorker() throws Exception {
    List<RecordedEvent> events;
    String ran;
    try (var recording = recording()) {
      try (var pool = Pools.small(1).name("seen").initializer(Recording::new).build()) {
        pool.submit(() -> TaskContext.current().state(Recording.class).start()).join();
        var failing = pool.submit(() -> 1 / Integer.parseInt("0"), TaskOptions.named("division"));
        var waiting =
            pool.submit(() -> 1, TaskOptions.named("later").withPriority(-1)); // in the queue
        assertThrows(CompletionException.class, failing::join);
        waiting.join();
        ran = pool.submit(FlightRecorderTest::runOfTheSecondTask).join();
      }
      events = eventsOf(recording);
    }

    RecordedEvent start = only(events, "io.tandem.WorkerStart");
    assertTrue(start.getString("worker").startsWith("'seen-worker-1' (pid "));
    assertTrue(start.getDuration().isPositive());
    RecordedEvent exit = only(events, "io.tandem.WorkerExit");
    assertEquals(start.getString("worker"), exit.getString("worker"));
    assertEquals("exit code 0", exit.getString("status"));
    assertTrue(exit.getBoolean("asked"));
    assertEquals(4, exit.getLong("tasks"));
    assertEquals("2 division 1 true seen-worker-1", ran);
    assertQueueWait(events);
  }

  private static void assertQueueWait(List<RecordedEvent> events) {
    RecordedEvent wait =
        events.stream()
            .filter(event -> event.getEventType().getName().equals("io.tandem.QueueWait"))
            .filter(event -> event.getLong("task") == 3)
            .findFirst()
            .orElseThrow();
    assertEquals("later", wait.getString("name"));
    assertEquals(-1, wait.getInt("priority"));
    assertEquals(1, wait.getInt("attempt"));
  }

  private static String runOfTheSecondTask() throws IOException {
    try (Recording recording = TaskContext.current().state(Recording.class)) {
      RecordedEvent run =
          eventsOf(recording).stream()
              .filter(event -> event.getEventType().getName().equals("io.tandem.TaskRun"))
              .filter(event -> event.getLong("task") == 2)
              .findFirst()
              .orElseThrow();
      return "%d %s %d %s %s"
          .formatted(
              run.getLong("task"),
              run.getString("name"),
              run.getInt("attempt"),
              run.getBoolean("failed"),
              run.getString("worker"));
    }
  }

  @Test
  void waitsForALockAreRecordedAndOthersAreNot() throws Exception {
    var held = SharedEvent.create();
    var tried = SharedEvent.create();
    var lock = SharedLock.create();
    int rounds = 50; // in some of which the lock is still held when it is asked for again
    List<RecordedEvent> events;
    try (var recording = recording()) {
      for (int round = 0; round < rounds; round++) {
        lock.lock();
        lock.unlock();
        Thread holder = Thread.ofPlatform().start(() -> hold(lock, held, tried));
        assertTrue(held.await(Duration.ofSeconds(30)));
        assertFalse(lock.tryLock(1, TimeUnit.MILLISECONDS));
        tried.set();
        lock.lock();
        lock.unlock();
        holder.join();
        held.clear();
        tried.clear();
      }
      events = eventsOf(recording);
    }

    Map<Boolean, List<RecordedEvent>> waits =
        events.stream()
            .filter(event -> event.getEventType().getName().equals("io.tandem.LockWait"))
            .collect(Collectors.partitioningBy(event -> event.getBoolean("acquired")));
    assertEquals(rounds, waits.get(false).size(), waits::toString);
    RecordedEvent inVain = waits.get(false).getFirst();
    assertTrue(inVain.getString("lock").contains("lock"));
    assertTrue(inVain.getString("heldBy").contains("pid " + ProcessHandle.current().pid()));
    assertTrue(waits.get(true).getFirst().getDuration().isPositive());
    lock.free();
    held.free();
    tried.free();
  }

  private static void hold(SharedLock lock, SharedEvent held, SharedEvent tried) {
    lock.lock();
    try {
      held.set();
      tried.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void readersAndWritersThatWaitForEachOtherAreRecorded() throws Exception {
    var lock = SharedReadWriteLock.create();
    List<RecordedEvent> events;
    try (var recording = recording()) {
      lock.readLock().lock();
      tryInAnotherThread(lock.writeLock());
      lock.readLock().unlock();
      lock.writeLock().lock();
      tryInAnotherThread(lock.readLock());
      lock.writeLock().unlock();
      events = eventsOf(recording);
    }

    List<RecordedEvent> waits =
        events.stream()
            .filter(event -> event.getEventType().getName().equals("io.tandem.LockWait"))
            .toList();
    assertEquals(2, waits.size(), waits::toString);
    for (RecordedEvent wait : waits) {
      assertFalse(wait.getBoolean("acquired"));
      assertTrue(wait.getString("heldBy").contains("pid " + ProcessHandle.current().pid()));
    }
    lock.free();
  }

  private static void tryInAnotherThread(Lock lock) throws InterruptedException {
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                assertFalse(lock.tryLock(1, TimeUnit.MILLISECONDS));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            })
        .join();
  }

  private static Recording recording() {
    var recording = new Recording();
    recording.start();
    return recording;
  }

  private static List<RecordedEvent> eventsOf(Recording recording) throws IOException {
    Path file = Files.createTempFile("tandem", ".jfr");
    try {
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file);
    } finally {
      Files.delete(file);
    }
  }

  private static RecordedEvent only(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found =
        events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
    assertEquals(1, found.size(), name);
    return found.getFirst();
  }
}
