package io.tandem.tests.random;

/// Something that a thread of a program does.
///
/// @param name of an operation of the subject
/// @param micros for operations with a time
record Step(String name, int micros) {
  @Override
  public String toString() {
    return micros == 0 ? name : "%s(%d us)".formatted(name, micros);
  }

  /// What [#toString] made.
  static Step of(String text) {
    int bracket = text.indexOf('(');
    return bracket < 0
        ? new Step(text, 0)
        : new Step(
            text.substring(0, bracket),
            Integer.parseInt(text.substring(bracket + 1, text.indexOf(' '))));
  }
}
