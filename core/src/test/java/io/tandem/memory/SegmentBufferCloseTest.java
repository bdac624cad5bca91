package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// After its arena is closed a buffer throws; it never reads or writes what is there now.
class SegmentBufferCloseTest {
  private static final Set<String> NO_ACCESS =
      Set.of(
          "boundsCheck",
          "byteArray",
          "byteBuffer",
          "capacity",
          "checkLimit",
          "isExpandable",
          "verifyAlignment",
          "wrap",
          "wrapAdjustment");

  static Stream<Method> accesses() {
    return Operations.all().stream().filter(method -> !NO_ACCESS.contains(method.getName()));
  }

  private static SegmentBuffer closed() {
    try (var arena = Arena.ofShared()) {
      return new SegmentBuffer(arena.allocate(128, 8));
    }
  }

  @ParameterizedTest
  @MethodSource("accesses")
  void everyAccessIsRefused(Method method) {
    var arguments =
        Stream.of(method.getParameterTypes()).map(type -> sample(type, method.getName()));
    var thrown =
        assertThrows(
            InvocationTargetException.class, () -> method.invoke(closed(), arguments.toArray()));

    assertInstanceOf(IllegalStateException.class, thrown.getCause());
  }

  /// Arguments that are in bounds wherever they stand: at 8, for 8, aligned, and not for nothing.
  private static Object sample(Class<?> type, String method) {
    return switch (type.getSimpleName()) {
      case "int" -> 8;
      case "long" -> 8L;
      case "short" -> (short) 8;
      case "char" -> (char) 8;
      case "byte" -> (byte) 8;
      case "float" -> 8f;
      case "double" -> 8d;
      case "byte[]" -> new byte[16];
      case "ByteBuffer" -> ByteBuffer.allocate(64);
      case "ByteOrder" -> ByteOrder.BIG_ENDIAN;
      case "String", "CharSequence" -> method.endsWith("Utf8") ? "12345678" : "1234567890";
      case "Appendable" -> new StringBuilder();
      default -> new SegmentBuffer(Arena.ofAuto().allocate(128, 8));
    };
  }

  @Test
  void contentsCannotBeCompared() {
    assertThrows(IllegalStateException.class, () -> closed().hashCode());
    assertThrows(IllegalStateException.class, () -> closed().equals(closed()));
  }

  @Test
  void theAddressIsRefusedWithTheReason() {
    var refused = assertThrows(IllegalStateException.class, closed()::addressOffset);
    assertTrue(refused.getMessage().contains("Keep the arena"), refused::getMessage);
  }

  @Test
  void whatNeedsNoMemoryStillAnswers() {
    assertEquals(128, closed().capacity());
    assertTrue(closed().toString().startsWith("SegmentBuffer[capacity=128"));
    assertThrows(IndexOutOfBoundsException.class, () -> closed().boundsCheck(128, 1));
  }

  @Test
  void aBufferWrappedAroundAnotherEndsWithIt() {
    var view = new SegmentBuffer(Arena.ofAuto().allocate(8));
    try (var arena = Arena.ofShared()) {
      view.wrap(new SegmentBuffer(arena.allocate(64, 8)), 8, 16);
      assertEquals(0, view.getLongVolatile(0));
    }
    assertThrows(IllegalStateException.class, () -> view.getLongVolatile(0));
  }
}
