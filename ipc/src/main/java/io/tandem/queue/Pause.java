package io.tandem.queue;

/// Looking at the other side of a queue takes its cache line away. Who has found nothing there does
/// not look for a moment: then there are many messages at once, or room for many.
final class Pause {
  private static final int HINTS = // on most machines some 10 ns each
      Runtime.getRuntime().availableProcessors() > 1 ? 50 : 0;

  private Pause() {}

  static void make() {
    for (int i = 0; i < HINTS; i++) {
      Thread.onSpinWait();
    }
  }
}
