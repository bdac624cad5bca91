package io.tandem.bench.lock;

import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import java.util.concurrent.TimeUnit;

/// Waits in one of several ways, until it is killed.
final class IdleSide {
  private static final long SPIN_NANOS = 5_000;
  private static final long WORD_AT = 192;

  private IdleSide() {}

  public static void main(String... arguments) throws InterruptedException {
    try (var guarded = Guarded.open()) {
      System.out.println("ready");
      switch (arguments[0]) {
        case "own" -> own(guarded);
        case "lock" -> guarded.lock(0).lock();
        case "park" -> park(guarded);
        default -> waitForEver();
      }
    }
  }

  private static void own(Guarded guarded) throws InterruptedException {
    guarded.lock(0).lock();
    TimeUnit.DAYS.sleep(1);
  }

  private static void waitForEver() throws InterruptedException {
    var never = new Object();
    synchronized (never) {
      while (true) {
        never.wait();
      }
    }
  }

  private static void park(Guarded guarded) throws InterruptedException {
    var waiting = new Waiting(guarded.parker(), guarded.words(), WORD_AT, SPIN_NANOS);
    boolean _ = waiting.await(new Never(), Waiting.deadlineAfter(Long.MAX_VALUE));
  }

  private static final class Never implements Wait {
    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public int announceSleep() {
      return 0;
    }
  }
}
