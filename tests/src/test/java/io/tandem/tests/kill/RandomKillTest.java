package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.ScopeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Processes are killed at random moments while they do all that one can do with shared things. The
/// others never hang and never see anything half done, nothing that lives is removed, and in the
/// end nothing is left.
@Timeout(value = 6, unit = TimeUnit.HOURS) // in total: each round has a watchdog of its own
class RandomKillTest {
  static final String SCOPE = "kills";

  /// With those without futexes, on an old kernel and so on, 200 in a run of all tests.
  private static final int KILLS = Integer.getInteger("tandem.random.kills", 120);

  private static final int ENOUGH_KILLS = 100;

  /// What killed processes had in a scope stays in it, so that it must not be used for ever.
  private static final int KILLS_PER_SCOPE = 500;

  /// Children of several lanes live at the same time, and while one starts others work.
  private static final int LANES = 4;

  private static final int SECONDS_FOR_A_KILL = 2;
  private static final int SECONDS_TO_GET_ON = 60;
  private static final String SURVIVOR = "survivor-";

  private final Random random = new Random();

  public static void main(String... arguments) throws Exception {
    new RandomKillTest().nobodyHangsAndNothingIsHalfDoneOrLeft();
  }

  @Test
  void nobodyHangsAndNothingIsHalfDoneOrLeft() throws Exception {
    long seed = random.nextLong();
    random.setSeed(seed);
    long told = 0;
    for (int left = KILLS; left > 0; left -= KILLS_PER_SCOPE) {
      try (var root = PrivateRoot.open()) {
        int kills = Math.min(left, KILLS_PER_SCOPE);
        told +=
            assertTimeoutPreemptively(
                Duration.ofSeconds(2 * (SECONDS_TO_GET_ON + SECONDS_FOR_A_KILL * kills)),
                () -> killMany(root, kills));
      }
    }
    System.out.printf("%d kills, %d of them of a lock's holder, seed %d%n", KILLS, told, seed);
    assertTrue(told > 0 || KILLS < ENOUGH_KILLS, "no kill hit a lock's holder");
  }

  /// @return how many of the killed held a lock
  private long killMany(PrivateRoot root, int kills) throws Exception {
    try (var scope = SharedScope.create(SCOPE, 1)) {
      var left = new AtomicInteger(kills);
      List<Lane> lanes =
          IntStream.range(0, LANES)
              .mapToObj(_ -> new Lane(scope, random.nextLong(), left))
              .toList();
      runAll(lanes, kills);
      assertEquals(0, scope.peers().living().length, "processes that seem to live");
      lanes.forEach(Lane::finish);
      requireWhole(root, scope);
      scope.unlink();
      SharedMemory.create("last", 1).unlink(); // sweeps what the killed ones left
      return new GuardedPairs(scope).told() + new PublicLocks(scope).told();
    }
  }

  private static void runAll(List<Lane> lanes, int kills) throws Exception {
    var threads =
        Executors.newFixedThreadPool(
            LANES, Thread.ofPlatform().daemon().name(SURVIVOR, 0).factory());
    try {
      int seconds = SECONDS_TO_GET_ON + SECONDS_FOR_A_KILL * kills;
      for (Future<Void> lane : threads.invokeAll(lanes, seconds, TimeUnit.SECONDS)) {
        lane.get();
      }
    } catch (CancellationException e) {
      throw new AssertionError("A survivor hangs:\n" + String.join("\n", stacks()), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> stacks() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith(SURVIVOR))
        .map(thread -> thread.getKey() + " " + List.of(thread.getValue()))
        .toList();
  }

  private static void requireWhole(PrivateRoot root, SharedScope scope) throws IOException {
    scope.directory(); // takes the scope's lock, and finishes what the last one left
    Path file = root.folder().resolve(root.list().getFirst()).resolve(SCOPE);
    assertEquals(0, ScopeFile.check(file).pending());
  }
}
