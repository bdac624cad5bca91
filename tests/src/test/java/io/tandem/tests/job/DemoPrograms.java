package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Several programs in one JVM, and what each of them printed.
final class DemoPrograms {
  /// Printed with a name before each program.
  static final String NEXT = "next: ";

  private DemoPrograms() {}

  /// Runs a class in a JVM of its own; it succeeds, and writes no errors.
  ///
  /// @param main has a `main` that prints [#NEXT] and a name before it runs each program
  /// @return the lines of each program
  static Map<String, List<String>> run(Class<?> main, Path directory) {
    List<String> command = TandemCommand.java("-Djava.awt.headless=true", main.getName());
    var printed = new LinkedHashMap<String, List<String>>();
    try (var programs = TandemCommand.start(directory, command)) {
      var outcome = programs.await();
      assertEquals(0, outcome.exitCode(), outcome.err() + outcome.out());
      assertEquals("", outcome.err());
      for (String line : outcome.lines()) {
        if (line.startsWith(NEXT)) {
          printed.put(line.substring(NEXT.length()), new ArrayList<>());
        } else {
          printed.lastEntry().getValue().add(line);
        }
      }
    }
    return printed;
  }
}
