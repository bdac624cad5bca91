package io.tandem.demos;

import io.tandem.demos.text.TextFile;
import java.util.List;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar on stderr that shows how much of the text is read; none if nobody sits at a terminal.
final class ReadingBar implements LongConsumer, AutoCloseable {
  private final @Nullable ProgressBar bar;

  private ReadingBar(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static ReadingBar over(List<TextFile> files) {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      return new ReadingBar(null);
    }
    return new ReadingBar(
        new ProgressBarBuilder()
            .setTaskName("Reading")
            .setInitialMax(files.stream().mapToLong(TextFile::size).sum())
            .setUnit(" MB", 1_000_000)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK) // the one without colours
            .setUpdateIntervalMillis(100)
            .clearDisplayOnFinish()
            .build());
  }

  @Override
  public void accept(long bytes) {
    if (bar != null) {
      bar.stepBy(bytes);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
