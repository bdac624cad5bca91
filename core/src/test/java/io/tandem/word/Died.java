package io.tandem.word;

/// Thrown in place of an access of a process that is dead. Code under test must let it pass:
/// whatever it does about it needs an access, and that throws again.
@SuppressWarnings("serial")
public final class Died extends Error {
  Died(long step) {
    super("Died before access " + step, null, false, false);
  }
}
