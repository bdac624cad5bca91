package io.tandem.ring;

/// Thrown where a process would sleep or wait for another: in a story all run in one thread.
@SuppressWarnings("serial")
final class WouldSleep extends RuntimeException {
  WouldSleep(String why) {
    super(why);
  }
}
