package io.tandem.tests.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.tests.ChildJvm;
import io.tandem.value.ShareableList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lists that Java and live Pythons share, in both directions.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShareableListPythonTest {
  private static final String USE =
      """
      import sys
      numbers = attach_list(sys.argv[1])
      print('repr', list(numbers), flush=True)
      print('format', numbers.format, flush=True)
      numbers[0] = 'seven'
      numbers[3] = 7
      numbers[5] = b'by'
      print('set', flush=True)
      sys.stdin.readline()
      print('seen', list(numbers), flush=True)
      numbers.shm.close()
      """;
  private static final String MAKE =
      """
      import sys
      made = shared_memory.ShareableList([1, -2.5, True, None, 'h\\u00e9', b'raw', 2**63 - 1, ''])
      print('name', made.shm.name, flush=True)
      sys.stdin.readline()
      print('seen', list(made), flush=True)
      made.shm.close()
      made.shm.unlink()
      """;
  private static final String ATTACH_CARELESSLY =
      """
      import sys
      print('first', shared_memory.ShareableList(name=sys.argv[1])[0], flush=True)
      """;
  private static final String CALCULATE =
      """
      import sys
      made = None
      for line in sys.stdin:
          command, argument = line.rstrip().split(' ', 1)
          if command == 'make':
              if made:
                  made.shm.close()
                  made.shm.unlink()
              made = shared_memory.ShareableList(eval(argument))
          elif command == 'set':
              index, value = eval(argument)
              try:
                  made[index] = value
              except ValueError:
                  pass
          else:
              made.shm.close()
              made.shm.unlink()
              break
          print('bytes', bytes(made.shm.buf).hex(), flush=True)
      """;

  static Stream<String> pythons() {
    return Python.names();
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void pythonUsesAListMadeInJavaAndLeavesItThere(String name) throws Exception {
    ShareableList made = ShareableList.of(5, 0.5, false, "a place", null, new byte[] {'a', 0});
    try (var list = made) {
      try (var python = Python.start(name, USE, list.shm().name())) {
        assertEquals("[5, 0.5, False, 'a place', None, b'a']", python.awaitLine("repr "));
        assertEquals("qdxxxxxxx?8sxxxxxx?x2s", python.awaitLine("format "));
        python.awaitLine("set");
        assertEquals("seven", list.get(0));
        assertEquals(7L, list.get(3));
        assertArrayEquals(new byte[] {'b', 'y'}, (byte[]) list.get(5));
        list.set(0, -1);
        list.set(3, "12345678");
        list.set(4, true);
        list.set(5, "longer");
        python.say("go on");
        assertEquals("[-1, 0.5, False, '12345678', True, 'longer']", python.awaitLine("seen "));
        python.awaitSuccess();
      }
      try (var found = ShareableList.attach(list.shm().name())) {
        assertEquals(-1L, found.get(0));
      }
      assertTrue(list.shm().isLinked());
    } finally {
      made.shm().unlink();
    }
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void javaUsesAListMadeInPython(String name) throws Exception {
    try (var python = Python.start(name, MAKE);
        var list = ShareableList.attach(python.awaitLine("name "))) {
      assertEquals(Arrays.asList(1L, -2.5, true, null, "h\u00e9"), list.subList(0, 5));
      assertArrayEquals(new byte[] {'r', 'a', 'w'}, (byte[]) list.get(5));
      assertEquals(List.of(Long.MAX_VALUE, ""), list.subList(6, 8));
      list.set(0, null);
      list.set(2, "\u00e9\u00e9\u00e9\u00e9");
      list.set(4, 2.25);
      list.set(5, true);
      python.say("go on");
      assertEquals(
          "[None, -2.5, '\u00e9\u00e9\u00e9\u00e9', None, 2.25, True, 9223372036854775807, '']",
          python.awaitLine("seen "));
      python.awaitSuccess();
      assertNull(list.get(0), "unlinked, and still mapped");
      assertFalse(list.shm().isLinked());
    }
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void aCarelessPythonUnlinksAndThatIsSeen(String name) throws Exception {
    ShareableList made = ShareableList.of(11);
    try (var list = made;
        var python = Python.start(name, ATTACH_CARELESSLY, list.shm().name())) {
      assertEquals("11", python.awaitLine("first "));
      python.awaitEnd();

      Awaitility.await("no careless Python any more: change docs/python.md")
          .until(() -> !list.shm().isLinked()); // its tracker does it, a moment later
      assertThrows(MemoryException.Missing.class, () -> ShareableList.attach(list.shm().name()));
      assertEquals(11L, list.get(0));
    } finally {
      made.shm().unlink();
    }
  }

  /// Random lists and changes, byte for byte.
  @ParameterizedTest
  @MethodSource("pythons")
  void aStrictListIsPythons(String name) throws Exception {
    var random = new Random(name.hashCode());
    try (var python = Python.start(name, CALCULATE)) {
      for (int round = 0; round < 60; round++) {
        Object[] values = new Object[random.nextInt(1, 8)];
        Arrays.setAll(values, i -> anyValue(random));
        try (var list = ShareableList.strictOf(values)) {
          list.shm().unlink();
          python.say("make " + literal(values));
          assertSameBytes(python, list);
          for (int change = 0; change < 12; change++) {
            change(python, list, random.nextInt(values.length), anyValue(random));
          }
        }
      }
      python.say("end it");
      python.awaitSuccess();
    }
  }

  private static void change(ChildJvm python, ShareableList list, int index, @Nullable Object value)
      throws Exception {
    try {
      list.set(index, value);
    } catch (IllegalArgumentException tooLong) {
      assertTrue(tooLong.getMessage().contains("has room for"), tooLong::getMessage);
    }
    python.say("set (%d, %s)".formatted(index, literal(value)));
    assertSameBytes(python, list);
  }

  private static void assertSameBytes(ChildJvm python, ShareableList list) throws Exception {
    byte[] bytes = list.shm().segment().toArray(JAVA_BYTE);
    assertEquals(python.awaitLine("bytes "), HexFormat.of().formatHex(bytes));
  }

  private static @Nullable Object anyValue(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian();
      case 4 ->
          random
              .ints(random.nextInt(18), 0, 3)
              .mapToObj(i -> "a\0\u20ac".charAt(i) + "")
              .collect(Collectors.joining());
      case 5 -> "x".repeat(random.nextInt(18));
      default -> {
        var bytes = new byte[random.nextInt(18)];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean truth -> truth ? "True" : "False";
      case Double number -> String.format(Locale.ROOT, "%.17g", number);
      case String text ->
          "b'%s'.decode()".formatted(escaped(text.getBytes(StandardCharsets.UTF_8)));
      case byte[] bytes -> "b'%s'".formatted(escaped(bytes));
      case Object[] values ->
          Arrays.stream(values)
              .map(ShareableListPythonTest::literal)
              .collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }

  private static String escaped(byte[] bytes) {
    var text = new StringBuilder();
    for (byte each : bytes) {
      text.append("\\x%02x".formatted(each));
    }
    return text.toString();
  }
}
