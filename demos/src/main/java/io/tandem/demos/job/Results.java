package io.tandem.demos.job;

import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// What one consumer sends to the parent: [Counts], each of which is added to the total once all of
/// it is there.
final class Results {
  private static final Duration A_MOMENT = Duration.ofMillis(1); // other consumers wait, too

  private final Connection connection;
  private final Total total;
  private boolean over;

  Results(Connection connection, Total total) {
    this.connection = connection;
    this.total = total;
  }

  /// Takes what has come. Of counts that come just now it takes what there is, and the rest the
  /// next time.
  ///
  /// @return whether anything was there
  boolean poll() {
    boolean any = isAny();
    if (any) {
      boolean _ = take();
    }
    return any;
  }

  /// Takes what a dead consumer has sent, and nothing after that: the rest is counted again.
  void abandon() {
    while (isAny() && take()) {}
    over = true;
  }

  private boolean isAny() {
    try {
      return !over && connection.poll();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the parent never closes it
    }
  }

  /// @return whether all of some counts was there
  private boolean take() {
    try {
      byte[] bytes = connection.receiveBytes(A_MOMENT);
      total.add(Counts.readFrom(new DataInputStream(new ByteArrayInputStream(bytes))));
      return true;
    } catch (TimeoutException comingStill) {
      return false;
    } catch (EOFException | ConnectionException.CutOff dead) {
      over = true;
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while the consumers count", e);
    }
  }
}
