package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.word.Words;

/// Two words that are equal unless somebody is changing them, or died at it.
record Pair(Words words, long first, long second) {
  void change(int pause) {
    long value = words.getLong(first);
    requireWhole();
    words.setLongRelease(first, value + 1);
    pause(pause);
    words.setLongRelease(second, value + 1);
  }

  void requireWhole() {
    assertEquals(words.getLong(first), words.getLong(second), "a death that was not told");
  }

  void repair() {
    words.setLongRelease(second, words.getLong(first));
  }

  static void pause(int rounds) {
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
    }
  }
}
