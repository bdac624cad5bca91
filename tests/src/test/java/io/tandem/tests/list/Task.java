package io.tandem.tests.list;

import io.tandem.value.IntValue;
import java.time.Duration;
import java.util.List;

/// An element with what the list's type declares, and with memory that all share.
///
/// @param done counted by whoever reads it
record Task(String name, Priority priority, List<Duration> limits, IntValue done) {
  enum Priority {
    LOW,
    HIGH {}
  }
}
