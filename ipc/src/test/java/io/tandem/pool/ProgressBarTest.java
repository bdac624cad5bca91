package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// What a progress bar writes to its terminal.
class ProgressBarTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ProgressBar bar =
      new ProgressBar(new PrintStream(written, true, StandardCharsets.UTF_8));

  @Test
  void itIsOneLineThatEndsWhenAllIsOver() {
    bar.progress(progress(10, 0, 0));
    bar.progress(progress(10, 4, 1));
    assertEquals("[##########..........]  50% 5/10, 1 failed", lastLine().substring(0, 42));
    assertEquals(-1, text().indexOf('\n'));

    bar.progress(progress(10, 9, 1));
    bar.progress(progress(10, 9, 1));

    assertTrue(lastLine().startsWith("[####################] 100% 10/10, 1 failed"), lastLine());
    assertEquals(text().length() - 1, text().indexOf('\n'));
    for (String line : text().stripTrailing().split("\r")) {
      assertTrue(line.length() <= 79, line);
    }
  }

  @Test
  void moreTasksBeginAnotherLine() {
    bar.progress(progress(1, 1, 0));
    bar.progress(progress(2, 1, 0));
    bar.progress(progress(2, 2, 0));

    assertEquals(2, text().lines().filter(line -> line.contains("100%")).count(), this::text);
  }

  @Test
  void whatRunsCountsByWhatItSays() {
    var half = new RunningTask(7, Optional.empty(), 4, "w", Duration.ZERO, OptionalDouble.of(0.5));
    var silent =
        new RunningTask(8, Optional.empty(), 4, "w", Duration.ZERO, OptionalDouble.empty());
    bar.progress(new PoolProgress("p", 8, 0, 0, 0, List.of(half, silent)));

    assertTrue(lastLine().startsWith("[#####...............]  25% 0/8"), lastLine());
  }

  private static PoolProgress progress(long total, long done, long failed) {
    return new PoolProgress("p", total, done, failed, 0, List.of());
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private String lastLine() {
    return text().substring(text().lastIndexOf('\r') + 1);
  }
}
