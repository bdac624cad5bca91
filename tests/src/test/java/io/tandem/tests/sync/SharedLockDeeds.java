package io.tandem.tests.sync;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedLock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// What can be done to a lock in shared memory.
final class SharedLockDeeds extends LockDeeds {
  private final SharedScope scope;
  private SharedLock lock;
  private SharedCondition condition;

  SharedLockDeeds(SharedScope scope) {
    this.scope = scope;
    use(0);
  }

  @Override
  public void use(long number) {
    lock = SharedLock.open(scope, "lock-" + number);
    condition = SharedCondition.open(lock, "condition-" + number);
  }

  @Override
  Lock lock() {
    return lock;
  }

  @Override
  Condition condition() {
    return condition;
  }

  @Override
  Object doOwn(String deed, long number) throws InterruptedException {
    return switch (deed) {
      case "holds" -> lock.getHoldCount();
      case "isHeld" -> lock.isHeldByCurrentThread();
      case "isLocked" -> lock.isLocked();
      case "owner" -> lock.owner().orElse("nobody");
      case "deaths" -> lock.ownerDeaths();
      case "token" -> lock.token();
      case "awaitLongToken" -> awaitToken(number);
      case "recover" -> lock.recover(() -> {});
      case "failToRecover" ->
          lock.recover(
              () -> {
                throw new UnsupportedOperationException("cannot repair");
              });
      case "abandon" -> {
        lock.abandon();
        yield "done";
      }
      default -> throw new IllegalArgumentException(deed);
    };
  }

  /// Until the lock was taken so often, for ten seconds at most.
  private boolean awaitToken(long number) throws InterruptedException {
    return condition.awaitUntil(() -> lock.token() >= number, Duration.ofSeconds(10));
  }
}
