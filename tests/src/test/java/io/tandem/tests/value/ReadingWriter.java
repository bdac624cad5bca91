package io.tandem.tests.value;

import io.tandem.memory.SharedScope;
import io.tandem.value.StructValue;

/// Counts the readings on, until it is killed.
final class ReadingWriter {
  private ReadingWriter() {}

  public static void main(String... arguments) {
    try (var scope = SharedScope.attach(arguments[0])) {
      StructValue<Reading> value = StructValue.open(scope, arguments[1], Reading.of(0));
      Reading _ = value.updateAndGet(old -> Reading.of(old.number() + 1));
      System.out.println("writes");
      while (true) {
        Reading _ = value.updateAndGet(old -> Reading.of(old.number() + 1));
      }
    }
  }
}
