package io.tandem.word;

import java.lang.foreign.MemorySegment;

/// Words of a CPU for which a release is nothing but a store: what it stores to some bytes before
/// the next ordered store, others see only after that one.
///
/// So an order is found missing by machines that never reorder stores, too.
public final class HeldBack extends StepWords {
  private static final Runnable NOTHING = () -> {};

  private final long from;
  private final long to;
  private Runnable held = NOTHING;

  /// @param from the first of these bytes
  /// @param to the byte behind the last one
  public HeldBack(Words words, long from, long to) {
    super(words, Steps.unlimited());
    this.from = from;
    this.to = to;
  }

  @Override
  public void setLong(long offset, long value) {
    hold(offset, () -> super.setLong(offset, value));
  }

  @Override
  public void copyIn(long offset, MemorySegment source, long sourceOffset, long bytes) {
    hold(offset, () -> super.copyIn(offset, source, sourceOffset, bytes));
  }

  private void hold(long offset, Runnable store) {
    if (offset >= from && offset < to) {
      held = store;
    } else {
      store.run();
    }
  }

  @Override
  public void setLongRelease(long offset, long value) {
    super.setLongRelease(offset, value);
    letGo();
  }

  @Override
  public boolean compareAndSetInt(long offset, int expected, int value) {
    boolean done = super.compareAndSetInt(offset, expected, value);
    letGo();
    return done;
  }

  private void letGo() {
    held.run();
    held = NOTHING;
  }
}
