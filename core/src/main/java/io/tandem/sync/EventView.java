package io.tandem.sync;

import io.tandem.inspect.Details;

/// What an event looks like from outside, read without disturbing who uses it.
///
/// **Source.** Python's `repr` of a `multiprocessing.Event` says whether it is set.
///
/// ```java
/// System.out.println(new EventView(true, false).text()); // set
/// ```
///
/// @param set whether it is set
/// @param waiters whether somebody may sleep until it is
public record EventView(boolean set, boolean waiters) implements Details {
  @Override
  public String text() {
    return set ? "set" : waiters ? "not set, with waiters" : "not set";
  }
}
