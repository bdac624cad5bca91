package io.tandem.tests.sync;

import io.tandem.manager.ManagedCondition;
import io.tandem.manager.ManagedLock;
import io.tandem.manager.ManagedMap;
import io.tandem.manager.Manager;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// What can be done to a lock of a manager, which a [LockServer] runs. The process is one client,
/// whatever number of threads it has.
final class ManagedLockDeeds extends LockDeeds {
  private static final Manager MANAGER = connect();

  private ManagedLock lock;
  private ManagedCondition condition;

  ManagedLockDeeds() {
    use(0);
  }

  private static Manager connect() {
    try {
      return Manager.connect(LockServer.NAME);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void use(long number) {
    lock = MANAGER.lock("lock-" + number);
    ManagedMap<Long, ManagedCondition> conditions = MANAGER.map("conditions");
    condition = conditions.get(number);
    if (condition == null) {
      ManagedCondition made = lock.newCondition();
      ManagedCondition first = conditions.putIfAbsent(number, made);
      condition = first == null ? made : first;
    }
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
  Object doOwn(String deed, long number) {
    return switch (deed) {
      case "holds" -> lock.getHoldCount();
      case "isHeld" -> lock.isHeldByCurrentThread();
      case "isLocked" -> lock.isLocked();
      case "owner" -> lock.owner().orElse("nobody");
      case "deaths" -> lock.ownerDeaths();
      case "recover" -> lock.recover(() -> {});
      default -> throw new IllegalArgumentException(deed);
    };
  }
}
