package io.tandem.bench.peers;

import java.util.concurrent.TimeUnit;

/// Processes between which messages flow one way.
interface Flow extends AutoCloseable {
  long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// Sends for a while.
  ///
  /// @return millions of messages a second
  double throughput(int bytes);

  @Override
  void close();

  /// A rate, if as many were received as were sent.
  ///
  /// @return millions a second
  static double rate(String title, long sent, long received, long nanos) {
    if (received != sent) {
      throw new IllegalStateException(
          "%s lost messages: %d were sent, %d received".formatted(title, sent, received));
    }
    return sent * 1e3 / nanos;
  }
}
