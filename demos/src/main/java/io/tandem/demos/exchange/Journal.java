package io.tandem.demos.exchange;

import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The last stage: writes each trade, and tells how the market was.
///
/// @param file to write
record Journal(OneToOneRing trades, String file) implements Action {
  private static final int BATCH = 1024;
  private static final Duration LONG = Duration.ofHours(1);

  @Override
  public void run() throws IOException, InterruptedException {
    long count = 0;
    long pieces = 0;
    int price = 0;
    List<Trade> batch = new ArrayList<>();
    try (var in = trades.consumer();
        var out = Files.newBufferedWriter(Path.of(file))) {
      while (!in.isEndOfStream()) {
        in.poll((_, bytes, at, _) -> batch.add(Trade.read(bytes, at)), BATCH, LONG);
        for (Trade trade : batch) {
          out.write(trade.line());
          count++;
          pieces += trade.quantity();
          price = trade.price();
        }
        batch.clear();
      }
    }
    System.out.println(
        "Market: %d trades, %d pieces, last price %d".formatted(count, pieces, price));
  }
}
