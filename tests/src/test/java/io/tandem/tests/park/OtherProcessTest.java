package io.tandem.tests.park;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.SharedScope;
import io.tandem.peer.Peers;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sleeping and waking between JVMs, in each way that a machine may offer.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherProcessTest {
  private static final String BEST = "tandem.parker=futex";
  private static final String PLAIN = "tandem.waitv=false";
  private static final String NO_LISTS = "tandem.robust=false";
  private static final String POLLING = "tandem.parker=polling";
  private static final String PORTABLE = "tandem.portable=true";

  private static final long TURN = 0;
  private static final long NEVER = 64;
  private static final long GATE = 128;

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    SharedScope.unlink("park");
    root.close();
  }

  private static ChildJvm start(String property, Class<?> main, String... arguments)
      throws Exception {
    return ChildJvm.start(List.of("-D" + property), main, arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {BEST, PLAIN, POLLING, PORTABLE})
  void twoProcessesTakeTurns(String property) throws Exception {
    try (var ping = start(property, TakingTurns.class, "0");
        var pong = start(property, TakingTurns.class, "1")) {
      ping.awaitSuccess();
      pong.awaitSuccess();
    }
    try (var place = Place.open()) {
      assertEquals(2 * TakingTurns.ROUNDS, place.words().getIntAcquire(TURN));
    }
  }

  /// Adds one when the word is its own.
  static final class TakingTurns {
    static final int ROUNDS = 2_000;

    public static void main(String... arguments) throws Exception {
      try (var place = Place.open()) {
        int last = 2 * ROUNDS;
        for (int turn = Integer.parseInt(arguments[0]); turn < last; turn += 2) {
          place.await(TURN, turn);
          place.set(TURN, turn + 1);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BEST, PLAIN, NO_LISTS, POLLING, PORTABLE})
  void aKilledOwnerEndsTheSleepsOfAllOthers(String property) throws Exception {
    List<ChildJvm> sleepers = new ArrayList<>();
    try (var owner = start(property, Owner.class)) {
      String number = owner.awaitLine("owner ");
      for (int i = 0; i < 3; i++) {
        sleepers.add(start(property, Mourner.class, number));
      }
      for (ChildJvm sleeper : sleepers) {
        sleeper.awaitLine("sleeping");
      }
      owner.kill();
      for (ChildJvm sleeper : sleepers) {
        sleeper.awaitSuccess();
      }
    } finally {
      sleepers.forEach(ChildJvm::close);
    }
  }

  /// Owns something, for ever.
  static final class Owner {
    public static void main(String... arguments) throws Exception {
      try (var place = Place.open()) {
        System.out.println("owner " + place.scope().peers().self());
        place.await(NEVER, 1);
      }
    }
  }

  /// Two threads of it sleep until the owner is dead.
  static final class Mourner {
    public static void main(String... arguments) throws Exception {
      int owner = Integer.parseInt(arguments[0]);
      try (var place = Place.open()) {
        Thread other = Thread.ofVirtual().start(() -> sleep(place, owner));
        System.out.println("sleeping");
        sleep(place, owner);
        other.join();
      }
    }

    private static void sleep(Place place, int owner) {
      Peers peers = place.scope().peers();
      while (!peers.isDead(owner)) {
        place.parker().parkUninterruptibly(place.words(), NEVER, 0, owner, Place.LONG);
      }
    }
  }

  /// One carrier is enough for all virtual threads that sleep, and for the one that wakes them.
  @ParameterizedTest
  @ValueSource(strings = {BEST, PLAIN, POLLING, PORTABLE})
  void aThousandVirtualThreadsSleepOnOneCarrier(String property) throws Exception {
    var flags =
        List.of(
            "-D" + property,
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    try (var child = ChildJvm.start(flags, ManySleepers.class)) {
      child.awaitSuccess();
    }
  }

  /// A hundred virtual threads sleep on each of ten words.
  static final class ManySleepers {
    private static final int THREADS = 1_000;
    private static final int WORDS = 10;

    public static void main(String... arguments) throws Exception {
      try (var place = Place.open()) {
        var asleep = new CountDownLatch(THREADS);
        List<Thread> sleepers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          long offset = GATE + i % WORDS * Long.BYTES;
          sleepers.add(Thread.ofVirtual().start(() -> sleep(place, offset, asleep)));
        }
        asleep.await();
        Thread.ofVirtual().start(() -> wake(place)).join();
        for (Thread sleeper : sleepers) {
          sleeper.join();
        }
      }
    }

    private static void sleep(Place place, long offset, CountDownLatch asleep) {
      asleep.countDown();
      while (place.words().getIntAcquire(offset) == 0) {
        place
            .parker()
            .parkUninterruptibly(
                place.words(), offset, 0, place.scope().peers().self(), Place.LONG);
      }
    }

    private static void wake(Place place) {
      for (int i = 0; i < WORDS; i++) {
        place.set(GATE + i * Long.BYTES, 1);
      }
    }
  }
}
