package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTaskTest {
  private static List<String> ran = List.of();
  private static final IOException FAILURE = new IOException("from main");

  static final class Ordinary {
    public static void main(String[] args) {
      ran = List.of(args);
    }
  }

  static class Instance {
    void main() {
      ran = List.of("instance");
    }
  }

  static final class Inherited extends Instance {}

  static final class Failing {
    static void main() throws IOException {
      throw FAILURE;
    }
  }

  @Test
  void runsAMainWithArguments() throws Exception {
    new MainTask(Ordinary.class, "a", "b").run();
    assertEquals(List.of("a", "b"), ran);
  }

  @Test
  void runsAMainOfAnInstance() throws Exception {
    new MainTask(Inherited.class, "ignored").run();
    assertEquals(List.of("instance"), ran);
  }

  @Test
  void throwsWhatMainThrows() {
    assertSame(FAILURE, assertThrows(IOException.class, () -> new MainTask(Failing.class).run()));
  }

  @Test
  void refusesAClassWithoutMain() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> new MainTask(MainTaskTest.class));
    assertEquals(
        "Cannot start a process on io.tandem.process.MainTaskTest: it has no method main(String[])"
            + " or main(). Add one.",
        refused.getMessage());
  }
}
