package io.tandem.demos.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A unit is counted once and delivered once, whoever dies and whoever comes first.
@Timeout(60)
class LedgerTest {
  private static final int ROUNDS = 2_000;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @AfterEach
  void closeScope() {
    scope.close();
  }

  @Test
  void aUnitGoesFromAProducerToAConsumerToTheParent() {
    Ledger ledger = ledger(1);

    assertTrue(ledger.take(0, 3));
    assertTrue(ledger.isTaken(0, 3));
    ledger.send(0, 3, 5);
    assertFalse(ledger.isTaken(0, 3));
    assertFalse(ledger.isAllCounted());
    assertTrue(ledger.count(0, 3, 5));
    assertTrue(ledger.isAllCounted());
    ledger.deliver(0);
    assertTrue(ledger.isCounted(0));
  }

  @Test
  void onlyWhoHasAUnitTakesItFurther() {
    Ledger ledger = ledger(1);
    assertTrue(ledger.take(0, 3));

    assertFalse(ledger.take(0, 4));
    assertFalse(ledger.count(0, 3, 5), "it was not sent");
    assertThrows(IllegalStateException.class, () -> ledger.send(0, 4, 5));
    ledger.send(0, 3, 5);
    assertFalse(ledger.count(0, 3, 6));
    assertFalse(ledger.count(0, 4, 5));
    assertThrows(IllegalStateException.class, () -> ledger.deliver(0));
    assertTrue(ledger.count(0, 3, 5));
    assertFalse(ledger.count(0, 3, 5), "twice");
    ledger.deliver(0);
    var twice = assertThrows(IllegalStateException.class, () -> ledger.deliver(0));
    assertTrue(twice.getMessage().startsWith("Unit 0 is in state 50304, "), twice.getMessage());
  }

  @Test
  void onlyWhatADeathMakesUselessIsFreed() {
    assertEquals(List.of(false, true, true, false, false), freedAt(new Dead(1, -1)));
    assertEquals(List.of(false, false, true, true, false), freedAt(new Dead(-1, 2)));
    assertEquals(List.of(false, false, false, false, false), freedAt(new Dead(2, 1)));
  }

  @Test
  void whatADeadProducerLeftInARingIsNotCounted() {
    Ledger ledger = ledger(1);
    ledger.take(0, 1);
    ledger.send(0, 1, 2);
    assertEquals(1, ledger.free(new Dead(1, -1)));
    ledger.take(0, 3);
    ledger.send(0, 3, 2);

    assertFalse(ledger.count(0, 1, 2));
    assertTrue(ledger.count(0, 3, 2));
  }

  @Test
  void ofSeveralProducersOneTakesAUnit() throws Exception {
    Ledger ledger = ledger(ROUNDS);
    var won = new AtomicInteger();
    atOnce(
        unit -> won.addAndGet(ledger.take(unit, 0) ? 1 : 0),
        unit -> won.addAndGet(ledger.take(unit, 1) ? 1 : 0));
    assertEquals(ROUNDS, won.get());
  }

  @Test
  void aUnitIsEitherCountedOrFreed() throws Exception {
    Ledger ledger = ledger(ROUNDS);
    for (int unit = 0; unit < ROUNDS; unit++) {
      ledger.take(unit, 0);
      ledger.send(unit, 0, 0);
    }
    var counted = new AtomicInteger();
    var freed = new AtomicInteger();
    atOnce(
        unit -> counted.addAndGet(ledger.count(unit, 0, 0) ? 1 : 0),
        unit -> {
          if (unit % 50 == 0) {
            freed.addAndGet(ledger.free(new Dead(0, -1)));
          }
        });
    assertEquals(ROUNDS, counted.get() + freed.get());
    for (int unit = 0; unit < ROUNDS; unit++) {
      assertTrue(ledger.isCounted(unit) ^ ledger.take(unit, 1));
    }
  }

  /// At which states a unit that producer 1 sends to consumer 2 is freed.
  private List<Boolean> freedAt(Losses losses) {
    List<List<String>> paths =
        List.of(
            List.of(),
            List.of("take"),
            List.of("take", "send"),
            List.of("take", "send", "count"),
            List.of("take", "send", "count", "deliver"));
    return paths.stream().map(path -> after(path).free(losses) == 1).toList();
  }

  private Ledger after(List<String> path) {
    Ledger ledger = ledger(1);
    for (String step : path) {
      switch (step) {
        case "take" -> ledger.take(0, 1);
        case "send" -> ledger.send(0, 1, 2);
        case "count" -> ledger.count(0, 1, 2);
        default -> ledger.deliver(0);
      }
    }
    return ledger;
  }

  private record Dead(int producer, int consumer) implements Losses {
    @Override
    public boolean isProducerLost(int number) {
      return number == producer;
    }

    @Override
    public boolean isConsumerLost(int number) {
      return number == consumer;
    }
  }

  private interface Step {
    void at(int unit);
  }

  /// Two threads go through all units, at each of which both begin at the same time.
  private static void atOnce(Step one, Step other) throws Exception {
    var barrier = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> both =
          Stream.of(one, other)
              .<Future<?>>map(
                  step ->
                      threads.submit(
                          () -> {
                            for (int unit = 0; unit < ROUNDS; unit++) {
                              barrier.await();
                              step.at(unit);
                            }
                            return null;
                          }))
              .toList();
      for (Future<?> thread : both) {
        thread.get();
      }
    }
  }

  private Ledger ledger(int units) {
    Unit unit = new Unit(0, 1, 0, 1);
    return Ledger.create(scope, Stream.generate(() -> unit).limit(units).toList());
  }
}
