package io.tandem.demos.exchange;

import io.tandem.memory.SegmentBuffer;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The second stage: matches orders in the order in which they come.
record Engine(OneToOneRing orders, OneToOneRing trades) implements Action {
  private static final int BATCH = 1024;
  private static final Duration LONG = Duration.ofHours(1);

  @Override
  public void run() throws InterruptedException {
    var book = new OrderBook();
    var buffer = new SegmentBuffer(MemorySegment.ofArray(new byte[Trade.BYTES]));
    List<Order> batch = new ArrayList<>();
    try (var in = orders.consumer();
        var out = trades.producer()) {
      while (!in.isEndOfStream()) {
        in.poll((type, bytes, at, _) -> batch.add(Order.read(type, bytes, at)), BATCH, LONG);
        for (Order order : batch) {
          for (Trade trade : book.match(order)) {
            trade.write(buffer);
            out.put(Trade.TYPE, buffer, 0, Trade.BYTES);
          }
        }
        batch.clear();
      }
    }
  }
}
