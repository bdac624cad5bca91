package io.tandem.pool;

/// What was printed in some time.
///
/// @param stdout there
/// @param stderr there
record Printed(String stdout, String stderr) {
  static final Printed NOTHING = new Printed("", "");

  boolean isEmpty() {
    return stdout.isEmpty() && stderr.isEmpty();
  }
}
