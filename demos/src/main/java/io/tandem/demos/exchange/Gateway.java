package io.tandem.demos.exchange;

import io.tandem.memory.SegmentBuffer;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import java.lang.foreign.MemorySegment;

/// The first stage: takes orders in, and hands them on.
///
/// @param count how many come
record Gateway(long count, OneToOneRing orders) implements Action {
  @Override
  public void run() throws InterruptedException {
    var buffer = new SegmentBuffer(MemorySegment.ofArray(new byte[Order.BYTES]));
    try (var out = orders.producer()) {
      for (long id = 0; id < count; id++) {
        Order order = Order.random(id);
        order.write(buffer);
        out.put(order.side().type(), buffer, 0, Order.BYTES);
      }
    }
  }
}
