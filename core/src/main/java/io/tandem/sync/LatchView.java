package io.tandem.sync;

import io.tandem.inspect.Details;

/// What a latch looks like from outside, read without disturbing who uses it.
///
/// **Source.** `java.util.concurrent.CountDownLatch#toString`.
///
/// ```java
/// System.out.println(new LatchView(1, 3, false).text()); // 1 of 3 to come
/// ```
///
/// @param count how often it must still be counted down
/// @param initial what the count was at first
/// @param waiters whether somebody may sleep until it is zero
public record LatchView(int count, int initial, boolean waiters) implements Details {
  @Override
  public String text() {
    return "%d of %d to come%s".formatted(count, initial, waiters ? ", with waiters" : "");
  }
}
