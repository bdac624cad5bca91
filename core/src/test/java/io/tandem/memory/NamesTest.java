package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.PrivateRoot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Names: what is refused, by everything that takes one, before anything is made.
class NamesTest {
  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  private static final List<String> BAD_NAMES =
      List.of(
          "",
          ".",
          "..",
          "...",
          "/",
          "//",
          "a/b",
          "/a",
          "a/",
          "../a",
          "a/../b",
          "./a",
          "~",
          "~root",
          "-",
          "-a",
          "--help",
          "_",
          "_a",
          ".a",
          ".hidden",
          " ",
          " a",
          "a ",
          "a b",
          "\t",
          "a\tb",
          "\n",
          "a\n",
          "\na",
          "a\nb",
          "a\r",
          "\0",
          "a\0",
          "a\0b",
          "\\",
          "a\\b",
          "..\\a",
          "C:",
          "a:b",
          "a*",
          "a?",
          "\"a\"",
          "'a'",
          "a;b",
          "a|b",
          "$(a)",
          "%41",
          "{}",
          "#a",
          "@a",
          "+a",
          "é",
          "aé",
          "名前",
          "\u202eabc",
          "a\u0301",
          "😀",
          "\ud800",
          "a\u00a0b",
          "\u0661",
          "ａ",
          "a".repeat(129),
          "a".repeat(300),
          "a".repeat(100_000));

  static Stream<String> badNames() {
    return BAD_NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void everyEntryRefusesABadName(String name) {
    var type = ObjectType.RAW;
    try (var scope = SharedScope.anonymous(1)) {
      List<String> before = root.list();
      for (Executable use :
          List.<Executable>of(
              () -> SharedScope.create(name),
              () -> SharedScope.attach(name),
              () -> SharedScope.open(name),
              () -> SharedScope.unlink(name),
              () -> SharedMemory.create(name, 1),
              () -> SharedMemory.attach(name),
              () -> SharedMemory.unlink(name),
              () -> scope.createBlock(name, type, 1),
              () -> scope.attachBlock(name, type),
              () -> scope.openBlock(name, type, 1))) {
        var e = assertThrows(IllegalArgumentException.class, use);
        assertTrue(e.getMessage().startsWith("Cannot use '"), e::getMessage);
        assertTrue(e.getMessage().contains("use 1 to 128 of A-Z a-z 0-9 . _ - "), e::getMessage);
        assertTrue(e.getMessage().matches("[ -~]{1,200}"), "printable and short");
      }
      assertEquals(before, root.list());
      assertEquals(List.of(), scope.directory());
    }
  }

  @Test
  void thereAreFiftyOfThem() {
    assertTrue(badNames().distinct().count() >= 50);
  }

  @ParameterizedTest
  @MethodSource("goodNames")
  void everyEntryTakesAGoodName(String name) {
    try (var scope = SharedScope.create(name);
        var memory = SharedMemory.create(name, 1)) {
      assertEquals(1, scope.createBlock(name, ObjectType.RAW, 1).byteSize());
      assertEquals(name, scope.name());
      assertEquals(name, memory.name());
      assertTrue(scope.unlink());
      assertTrue(memory.unlink());
    }
  }

  static Stream<String> goodNames() {
    return Stream.of("a", "0", "A.b_c-9", "a..", "psm_0123abcd", "x".repeat(128));
  }

  @Test
  void handlesThatAreNoneAreRefused() {
    for (String handle : List.of("", "orders", "a:b", "0:\0", ":" + "a".repeat(9000))) {
      assertThrows(RuntimeException.class, () -> SharedScope.ofHandle(handle), () -> handle);
    }
    assertEquals(List.of(), root.list());
  }
}
