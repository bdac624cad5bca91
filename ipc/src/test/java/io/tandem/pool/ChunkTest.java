package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Items that travel together are ended together, and only when the pool says so.
@Timeout(60)
class ChunkTest {
  private static final MapOptions IN_ONE_PIECE = MapOptions.USUAL.withChunkSize(100);
  private static final Semaphore BEGUN = new Semaphore(0);

  private final ProcessPool pool = ProcessPool.builder().inProcess().workers(1).build();

  @Test
  void aMapperThatObeysTheInterruptIsAppliedToNoMoreItems() throws Exception {
    var results = pool.mapAsync(List.of(1, 2, 3), ChunkTest::awaitInterrupt, IN_ONE_PIECE);
    BEGUN.acquire();

    int _ = pool.shutdownNow();

    assertTrue(pool.awaitTermination(Duration.ofSeconds(30)));
    assertEquals(0, BEGUN.availablePermits());
    assertThrows(CancellationException.class, results::join);
  }

  @Test
  void aMapperThatInterruptsItselfDisturbsNoOtherItem() throws Exception {
    try (pool) {
      var results = pool.mapAsync(List.of(1, 2, 3), ChunkTest::interruptItself, IN_ONE_PIECE);

      assertEquals(List.of(1, 2, 3), results.get());
    }
  }

  @Test
  void anInterruptedStreamCancelsTheChunkThatItWaitsFor() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (var results = pool.stream(List.of(1), ChunkTest::awaitInterrupt)) {
                    thrown.complete(assertThrows(CancellationException.class, results::toList));
                  }
                });
    BEGUN.acquire();

    reader.interrupt();

    assertInstanceOf(InterruptedException.class, thrown.get().getCause());
    pool.close(); // which waits for what was not cancelled
  }

  @Test
  void whoeverLooksAheadAsFarAsCanBeSaidLooksAheadToTheEnd() throws Exception {
    pool.resize(3);
    try (pool) {
      MapOptions far = MapOptions.USUAL.withLookAhead(Integer.MAX_VALUE);

      assertEquals(List.of(1, 2, 3), pool.map(List.of(1, 2, 3), x -> x, far));
    }
  }

  private static int awaitInterrupt(int number) throws InterruptedException {
    BEGUN.release();
    Thread.currentThread().join();
    return number;
  }

  private static int interruptItself(int number) throws InterruptedException {
    Thread.sleep(0); // throws if an interrupt is pending
    Thread.currentThread().interrupt();
    return number;
  }
}
