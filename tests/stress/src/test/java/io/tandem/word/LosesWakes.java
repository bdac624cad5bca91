package io.tandem.word;

/// A parker that wakes nobody.
public final class LosesWakes extends MonitorParker {
  @Override
  public void wakeOne(Words words, long offset) {}

  @Override
  public void wakeAll(Words words, long offset) {}
}
