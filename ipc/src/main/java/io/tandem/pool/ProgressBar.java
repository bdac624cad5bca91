package io.tandem.pool;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/// Shows on one line of a terminal how far a pool is, with the rate and the time that is left.
///
/// **Sharing.** Of one pool.
///
/// **Lifetime.** The line ends when all that is known is over, and a new one begins with the next
/// task.
///
/// **Source.** mpire's and tqdm's progress bars.
///
/// ```java
/// try (var pool = ProcessPool.builder().onProgress(ProgressBar.onTerminal()).build()) {
///   pool.map(List.of(1, 2, 3), x -> x * x); // [####################] 100% 3/3
/// }
/// ```
public final class ProgressBar implements ProgressListener {
  private static final int COLUMNS = 79;
  private static final int BAR = 20;
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private boolean open; // a line that has not ended
  private long begin;
  private long before; // what was over when the line began

  ProgressBar(PrintStream out) {
    this.out = out;
  }

  /// A bar on this process's terminal. If stdin or stdout is none, it shows nothing.
  public static ProgressListener onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal() ? new ProgressBar(System.out) : _ -> {};
  }

  @Override
  public synchronized void progress(PoolProgress now) {
    boolean over = now.over() >= now.total();
    if (over && !open && now.over() == before) {
      return; // it was shown
    }
    if (!open) {
      begin = System.nanoTime();
      open = true;
    }
    out.print('\r' + line(now, over));
    if (over) {
      out.println();
      open = false;
      before = now.over();
    }
    out.flush();
  }

  private String line(PoolProgress now, boolean over) {
    int filled = (int) (now.fraction() * BAR);
    String text =
        "[%s%s] %3d%% %d/%d%s%s%s"
            .formatted(
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                (int) (now.fraction() * 100),
                now.over(),
                now.total(),
                now.failed() == 0 ? "" : ", %d failed".formatted(now.failed()),
                now.cancelled() == 0 ? "" : ", %d cancelled".formatted(now.cancelled()),
                times(now, over));
    String padded = text + " ".repeat(Math.max(0, COLUMNS - text.length())); // over what was there
    return padded.substring(0, COLUMNS);
  }

  private String times(PoolProgress now, boolean over) {
    double seconds = (System.nanoTime() - begin) / NANOS;
    double rate = (now.over() - before) / seconds;
    if (rate <= 0) {
      return "";
    }
    long left = Math.round(over ? seconds : (now.total() - now.over()) / rate);
    return String.format(
        Locale.ROOT, ", %.1f/s, %d:%02d %s", rate, left / 60, left % 60, over ? "in all" : "left");
  }
}
