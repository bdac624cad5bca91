package io.tandem.tests.sync;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedReadWriteLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/// What can be done to a read-write lock that several processes share: to its views what is called
/// `read.` or `write.`, and the rest to itself.
final class ReadWriteDeeds implements Deeds {
  private final SharedScope scope;
  private SharedReadWriteLock lock;

  ReadWriteDeeds(SharedScope scope) {
    this.scope = scope;
    use(0);
  }

  @Override
  public void use(long number) {
    lock = SharedReadWriteLock.open(scope, "lock-" + number);
  }

  @Override
  public String run(String deed, long number) throws InterruptedException {
    if (deed.startsWith("read.")) {
      return runView(lock.readLock(), deed.substring("read.".length()), number);
    }
    if (deed.startsWith("write.")) {
      return runView(lock.writeLock(), deed.substring("write.".length()), number);
    }
    Object result =
        switch (deed) {
          case "reads" -> lock.getReadHoldCount();
          case "writes" -> lock.getWriteHoldCount();
          case "isWriting" -> lock.isWriteLockedByCurrentThread();
          case "isWriteLocked" -> lock.isWriteLocked();
          case "readers" -> lock.readingProcesses();
          case "writer" -> lock.writer().orElse("nobody");
          case "deaths" -> lock.ownerDeaths();
          case "recover" -> lock.recover(() -> {});
          case "interrupted" -> Thread.interrupted();
          default -> {
            act(deed, number);
            yield "done";
          }
        };
    return result.toString();
  }

  private void act(String deed, long number) {
    switch (deed) {
      case "use" -> use(number);
      case "abandon" -> lock.abandon();
      case "failToRecover" ->
          lock.recover(
              () -> {
                throw new UnsupportedOperationException("cannot repair");
              });
      default -> throw new IllegalArgumentException(deed);
    }
  }

  private static String runView(Lock view, String deed, long number) throws InterruptedException {
    switch (deed) {
      case "tryLock" -> {
        return Boolean.toString(view.tryLock());
      }
      case "tryLockFor" -> {
        return Boolean.toString(view.tryLock(number, TimeUnit.MILLISECONDS));
      }
      case "lock" -> view.lock();
      case "lockInterruptibly" -> view.lockInterruptibly();
      case "unlock" -> view.unlock();
      case "newCondition" -> view.newCondition();
      default -> throw new IllegalArgumentException(deed);
    }
    return "done";
  }
}
