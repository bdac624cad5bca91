package io.tandem.tests.sync;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/// What can be done to a lock and a condition of it that several processes share.
final class LockDeeds implements Deeds {
  private final SharedScope scope;
  private SharedLock lock;
  private SharedCondition condition;

  LockDeeds(SharedScope scope) {
    this.scope = scope;
    use(0);
  }

  @Override
  public void use(long number) {
    lock = SharedLock.open(scope, "lock-" + number);
    condition = SharedCondition.open(lock, "condition-" + number);
  }

  @Override
  public String run(String deed, long number) throws InterruptedException {
    Object result =
        switch (deed) {
          case "tryLock" -> lock.tryLock();
          case "tryLockFor" -> lock.tryLock(number, TimeUnit.MILLISECONDS);
          case "holds" -> lock.getHoldCount();
          case "isHeld" -> lock.isHeldByCurrentThread();
          case "isLocked" -> lock.isLocked();
          case "owner" -> lock.owner().orElse("nobody");
          case "deaths" -> lock.ownerDeaths();
          case "token" -> lock.token();
          case "recover" -> lock.recover(() -> {});
          case "awaitFor" -> condition.await(number, TimeUnit.MILLISECONDS);
          case "awaitNanos" ->
              condition.awaitNanos(TimeUnit.MILLISECONDS.toNanos(number)) > 0 ? "left" : "over";
          case "awaitDate" -> condition.awaitUntil(Date.from(Instant.now().plusMillis(number)));
          case "awaitLongToken" -> awaitToken(number);
          case "interrupted" -> Thread.interrupted();
          default -> {
            act(deed, number);
            yield "done";
          }
        };
    return result.toString();
  }

  private void act(String deed, long number) throws InterruptedException {
    switch (deed) {
      case "use" -> use(number);
      case "lock" -> lock.lock();
      case "lockInterruptibly" -> lock.lockInterruptibly();
      case "unlock" -> lock.unlock();
      case "abandon" -> lock.abandon();
      case "failToRecover" ->
          lock.recover(
              () -> {
                throw new UnsupportedOperationException("cannot repair");
              });
      case "await" -> condition.await();
      case "awaitUninterruptibly" -> condition.awaitUninterruptibly();
      case "signal" -> condition.signal();
      case "signalAll" -> condition.signalAll();
      default -> throw new IllegalArgumentException(deed);
    }
  }

  /// Until the lock was taken so often, for ten seconds at most.
  private boolean awaitToken(long number) throws InterruptedException {
    return condition.awaitUntil(() -> lock.token() >= number, Duration.ofSeconds(10));
  }
}
