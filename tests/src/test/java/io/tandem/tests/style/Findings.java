package io.tandem.tests.style;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/// What a rule found in the tree: a test fails with one finding to a line.
final class Findings {
  private Findings() {}

  static void assertNone(List<String> findings) {
    assertNone(findings, "");
  }

  /// @param remedy what to do about them
  static void assertNone(List<String> findings, String remedy) {
    assertTrue(
        findings.isEmpty(),
        () -> "%s%n  %s%n".formatted(remedy, String.join(System.lineSeparator() + "  ", findings)));
  }
}
