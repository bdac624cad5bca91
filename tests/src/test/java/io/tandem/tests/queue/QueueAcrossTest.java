package io.tandem.tests.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.Inspector;
import io.tandem.memory.SharedScope;
import io.tandem.queue.JoinableQueue;
import io.tandem.queue.Lease;
import io.tandem.queue.QueueAbandonedException;
import io.tandem.queue.QueueView;
import io.tandem.queue.SharedQueue;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A queue between this process and another one.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueAcrossTest {
  private static final long SHORT_MILLIS = 50;

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("across", 8 << 20);
  private final SharedQueue<byte[]> queue =
      JoinableQueue.open(scope, QueueWorker.QUEUE, QueueWorker.OPTIONS);

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  private ChildJvm start(String what) throws Exception {
    return ChildJvm.start(QueueWorker.class, scope.name(), what, "0");
  }

  /// In Python it hangs: the child waits for its pipe to be read.
  @Test
  void aChildThatHasPutAMebibyteCanBeJoinedBeforeThatIsTaken() throws Exception {
    try (var child = start("mebibyte")) {
      child.awaitSuccess();
    }

    assertArrayEquals(new byte[1 << 20], queue.take());
  }

  @Test
  void oneThatIsStoppedWhilePuttingIsWaitedFor() throws Exception {
    queue.put(new byte[] {1});
    try (var child = start("hold")) {
      child.awaitLine("holds");
      signal("-STOP", child);

      assertFalse(queue.offer(new byte[] {2}, SHORT_MILLIS, TimeUnit.MILLISECONDS));
      assertEquals(child.process().pid(), look().putting().busy().orElseThrow().pid());
      assertArrayEquals(new byte[] {1}, queue.take(), "those who take do not wait");

      signal("-CONT", child);
      child.say("go on");
      assertTrue(queue.offer(new byte[] {2}, 1, TimeUnit.MINUTES));
      child.awaitSuccess();
    }
  }

  private static QueueView look() {
    return Inspector.inspect().scopes().stream()
        .flatMap(each -> each.contents().stream())
        .flatMap(contents -> contents.objects().stream())
        .flatMap(object -> object.details().stream())
        .filter(QueueView.class::isInstance)
        .map(QueueView.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneThatDiesWhilePuttingIsPassedOver() throws Exception {
    try (var child = start("hold")) {
      child.awaitLine("holds");
      var put =
          CompletableFuture.supplyAsync(
              () -> queue.offer(new byte[] {2}), Thread.ofPlatform()::start);
      child.kill();
      assertTrue(put.get());
    }
    assertArrayEquals(new byte[] {2}, queue.take());
  }

  @Test
  void oneThatDiesWhileManyThreadsOfItWaitLeavesTheQueueToOthers() throws Exception {
    try (var child = start("wait")) {
      child.awaitLine("waits");
      child.kill();
    }
    for (byte[] left = queue.poll(); left != null; left = queue.poll()) {
      assertEquals(12_000, left.length);
    }
    queue.put(new byte[15_000]);
    assertEquals(15_000, queue.take().length);
  }

  @Test
  void aLeaseOfTheDeadComesToOneWhoWaits() throws Exception {
    try (var child = start("keep")) {
      queue.put(new byte[] {7});
      child.awaitLine("attempt 1");
      var leased =
          CompletableFuture.supplyAsync(
              () -> assertThrowsNothing(queue::lease), Thread.ofPlatform()::start);
      child.kill();

      Lease<byte[]> lease = leased.get();
      assertEquals(2, lease.attempt());
      assertArrayEquals(new byte[] {7}, lease.value());
      lease.ack();
    }
  }

  private interface Call<T> {
    T call() throws Exception;
  }

  private static <T> T assertThrowsNothing(Call<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoIsLeftAloneIsTold() throws Exception {
    try (var child = start("put")) {
      child.awaitLine("works");
      queue.take();
      child.kill();
    }
    int left = queue.size();
    for (int i = 0; i < left; i++) {
      queue.take();
    }

    var told = assertThrows(QueueAbandonedException.class, queue::take);
    assertTrue(told.getMessage().contains("have put to it have ended"), told::getMessage);
  }

  @Test
  void whoWaitsForRoomAloneIsTold() throws Exception {
    try (var child = start("keep")) {
      queue.put(new byte[] {7});
      child.awaitLine("attempt 1");
      child.kill();
    }

    var told =
        assertThrows(
            QueueAbandonedException.class,
            () -> {
              while (true) {
                queue.put(new byte[100]);
              }
            });
    assertTrue(told.getMessage().contains("have taken from it have ended"), told::getMessage);
  }

  private static void signal(String signal, ChildJvm child) throws Exception {
    String pid = Long.toString(child.process().pid());
    assertEquals(0, new ProcessBuilder("kill", signal, pid).start().waitFor());
  }
}
