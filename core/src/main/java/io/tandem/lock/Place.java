package io.tandem.lock;

/// Where a lock is: what it is called in messages, and whether it is still there.
public interface Place {
  /// Whether its memory is still its own: false once it was freed, whatever is there now.
  boolean isCurrent();

  /// Where threads say that they wait for it.
  Waits waits();

  /// The place of a lock that nobody frees alone.
  static Place of(Waits waits) {
    return new Place() {
      @Override
      public boolean isCurrent() {
        return true;
      }

      @Override
      public Waits waits() {
        return waits;
      }

      @Override
      public String toString() {
        return "the lock";
      }
    };
  }
}
