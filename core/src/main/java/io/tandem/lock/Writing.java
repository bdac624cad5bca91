package io.tandem.lock;

/// A [ThreadReadWriteLock] as a writer holds it.
record Writing(ThreadReadWriteLock of) implements Recoverable {
  @Override
  public Hold lock() {
    return of.lockWrite();
  }

  @Override
  public void unlock() {
    of.unlockWrite();
  }

  @Override
  public void unlockAll() {
    while (of.writeHolds() > 0) {
      of.unlockWrite();
    }
  }

  @Override
  public boolean isInconsistent() {
    return of.isInconsistent();
  }

  @Override
  public void setConsistent() {
    of.setConsistent();
  }

  @Override
  public void abandon() {
    of.abandon();
  }

  @Override
  public String diedText() {
    return of.diedText();
  }
}
