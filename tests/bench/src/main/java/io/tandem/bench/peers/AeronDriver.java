package io.tandem.bench.peers;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;

/// The media driver that two processes need to talk through Aeron: one thread, which parks for 1 to
/// 100 us when there is nothing to do. It ends with its input.
final class AeronDriver {
  private static final int TERM_BYTES = 1 << 20;
  private static final int SPINS = 10;
  private static final int YIELDS = 20;

  private AeronDriver() {}

  static Path directory(Path folder) {
    return folder.resolve("aeron");
  }

  public static void main(String... arguments) throws IOException {
    var context =
        new MediaDriver.Context()
            .aeronDirectoryName(directory(Path.of(arguments[0])).toString())
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(
                new BackoffIdleStrategy(
                    SPINS,
                    YIELDS,
                    TimeUnit.MICROSECONDS.toNanos(1),
                    TimeUnit.MICROSECONDS.toNanos(100)))
            .termBufferSparseFile(false)
            .ipcTermBufferLength(TERM_BYTES);
    try (var _ = MediaDriver.launch(context)) {
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // Until the end of the input.
      }
    }
  }
}
