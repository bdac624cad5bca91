package io.tandem.manager;

import io.tandem.manager.Client.Watch;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The permits of a [ManagedSemaphore], where they are: those that can be had, and how many each
/// client has.
final class SemaphoreReferent implements SemaphoreService {
  private final int initial;
  private final boolean bounded;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition released = guard.newCondition();
  private final Map<Client, Account> accounts = new HashMap<>(); // guarded by guard, as the next
  private int available;

  /// What a client has.
  private static final class Account {
    int permits;
    @Nullable Watch watch;
  }

  /// @param bounded whether there are never more than at first
  SemaphoreReferent(int permits, boolean bounded) {
    if (permits < 0) {
      throw new IllegalArgumentException(
          "Cannot make a semaphore of %d permits: use 0 or more.".formatted(permits));
    }
    this.initial = permits;
    this.available = permits;
    this.bounded = bounded;
  }

  // ---- acquiring ----

  @Override
  public boolean tryAcquire(int count) {
    guard.lock();
    try {
      return takeNow(Caller.current().client(), count);
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void acquire(int count) {
    Client client = Caller.current().client();
    boolean interrupted = false;
    guard.lock();
    try {
      while (!takeNow(client, count) && !client.isGone()) {
        try {
          released.await();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      guard.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean acquire(int count, long nanos) throws InterruptedException {
    Client client = Caller.current().client();
    guard.lock();
    try {
      long left = nanos;
      while (!takeNow(client, count)) {
        if (left <= 0) {
          return false;
        }
        left = released.awaitNanos(left);
      }
      return true;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public int drain() {
    guard.lock();
    try {
      int all = available;
      return takeNow(Caller.current().client(), all) ? all : 0;
    } finally {
      guard.unlock();
    }
  }

  private boolean takeNow(Client client, int count) {
    if (bounded && count > initial) {
      throw new IllegalArgumentException(
          "Cannot acquire %d permits of a bounded semaphore: there are never more than %d."
              .formatted(count, initial));
    }
    if (count == 0 || available < count) {
      return count == 0;
    }
    Account account = accounts.computeIfAbsent(client, _ -> new Account());
    if (account.watch == null) {
      account.watch = client.onGone(() -> takeBack(client));
    }
    if (client.isGone()) {
      return false; // the watch has run, or will
    }
    account.permits += count;
    available -= count;
    return true;
  }

  // ---- releasing ----

  @Override
  public void release(int count) {
    guard.lock();
    try {
      if (bounded && (long) available + count > initial) {
        throw new IllegalStateException(
            "Cannot release %d permits of a bounded semaphore of %d: %d are there. "
                    .formatted(count, initial, available)
                + "Release only what was acquired.");
      }
      requireRoom(count);
      Client client = Caller.current().client();
      Account account = accounts.get(client);
      if (account != null) {
        account.permits -= Math.min(account.permits, count);
        forgetEmpty(client, account);
      }
      give(count);
    } finally {
      guard.unlock();
    }
  }

  private void requireRoom(int count) {
    if (available > Integer.MAX_VALUE - count) {
      throw new IllegalStateException(
          "Cannot release %d permits: %d are there, and %d is the most. "
                  .formatted(count, available, Integer.MAX_VALUE)
              + "Release only what was acquired.");
    }
  }

  private void forgetEmpty(Client client, Account account) {
    if (account.permits == 0 && account.watch != null) {
      account.watch.cancel();
      accounts.remove(client);
    }
  }

  private void give(int count) {
    available += count;
    released.signalAll(); // whoever wants few may come before one who wants many
  }

  private void takeBack(Client client) {
    guard.lock();
    try {
      Account account = accounts.remove(client);
      if (account != null) {
        int most = bounded ? initial - available : Integer.MAX_VALUE - available;
        give(Math.min(account.permits, most));
      }
    } finally {
      guard.unlock();
    }
  }

  // ---- looking ----

  @Override
  public int available() {
    guard.lock();
    try {
      return available;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public String toString() {
    return "semaphore of %d permits, %d available".formatted(initial, available());
  }
}
