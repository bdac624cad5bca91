package io.tandem.tests.sync;

import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// What can be done to a lock and a condition of it, of whichever kind.
abstract class LockDeeds implements Deeds {
  /// The lock in use.
  abstract Lock lock();

  /// The condition in use.
  abstract Condition condition();

  /// Does what only this kind of lock can do, or each in its own way.
  ///
  /// @return what came of it
  abstract Object doOwn(String deed, long number) throws InterruptedException;

  @Override
  public final String run(String deed, long number) throws InterruptedException {
    Object result =
        switch (deed) {
          case "tryLock" -> lock().tryLock();
          case "tryLockFor" -> lock().tryLock(number, TimeUnit.MILLISECONDS);
          case "awaitFor" -> condition().await(number, TimeUnit.MILLISECONDS);
          case "awaitNanos" ->
              condition().awaitNanos(TimeUnit.MILLISECONDS.toNanos(number)) > 0 ? "left" : "over";
          case "awaitDate" -> condition().awaitUntil(Date.from(Instant.now().plusMillis(number)));
          case "interrupted" -> Thread.interrupted();
          default -> act(deed, number);
        };
    return result.toString();
  }

  private Object act(String deed, long number) throws InterruptedException {
    switch (deed) {
      case "use" -> use(number);
      case "lock" -> lock().lock();
      case "lockInterruptibly" -> lock().lockInterruptibly();
      case "unlock" -> lock().unlock();
      case "await" -> condition().await();
      case "awaitUninterruptibly" -> condition().awaitUninterruptibly();
      case "signal" -> condition().signal();
      case "signalAll" -> condition().signalAll();
      default -> {
        return doOwn(deed, number);
      }
    }
    return "done";
  }
}
