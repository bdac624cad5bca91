package io.tandem.demos.programs;

import io.tandem.sync.SharedLock;
import io.tandem.value.IntValue;
import java.io.IOException;
import java.nio.channels.FileChannel;

/// What makes a step of [BalanceRace] whole.
enum Guard {
  NONE("no lock"),
  LOCK("lock"),
  ATOMIC("one atomic step"),
  FILE("lock of a file");

  private final String title;

  Guard(String title) {
    this.title = title;
  }

  /// What it is called in pictures.
  String title() {
    return title;
  }

  /// Adds an amount to the balance.
  ///
  /// @param file that is locked by [#FILE]
  void step(IntValue balance, int amount, FileChannel file) throws IOException {
    switch (this) {
      case NONE -> balance.set(balance.get() + amount);
      case ATOMIC -> balance.getAndAdd(amount);
      case LOCK -> {
        SharedLock lock = balance.getLock();
        lock.lock();
        try {
          balance.set(balance.get() + amount);
        } finally {
          lock.unlock();
        }
      }
      case FILE -> {
        try (var _ = file.lock()) {
          balance.set(balance.get() + amount);
        }
      }
    }
  }
}
