package io.tandem.memory;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.AtomicBuffer;

/// The methods of [AtomicBuffer], read from the interface so that none can be forgotten.
final class Operations {
  /// Methods whose result depends on what the buffer is wrapped around: each with its own test in
  /// [SegmentBufferWrapTest], as there is nothing to generate or no equal answer to expect.
  static final Map<String, String> TESTED_BY_HAND =
      Map.of(
          "wrap", "everyWrapShowsTheMemoryItNames",
          "addressOffset", "addressOfNativeMemoryIsItsAddress",
          "byteArray", "byteArrayAndByteBufferAreThoseWrapped",
          "byteBuffer", "byteArrayAndByteBufferAreThoseWrapped",
          "wrapAdjustment", "everyWrapShowsTheMemoryItNames",
          "verifyAlignment", "alignmentIsVerifiedAgainstTheAddress");

  private Operations() {}

  static List<Method> all() {
    return Arrays.stream(AtomicBuffer.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::toGenericString))
        .toList();
  }

  static List<Method> generated() {
    return all().stream().filter(method -> !TESTED_BY_HAND.containsKey(method.getName())).toList();
  }

  static List<Method> plain() {
    return generated().stream().filter(method -> alignment(method) == 1).toList();
  }

  /// The bytes an index must be a multiple of: 1 for plain accesses.
  static int alignment(Method method) {
    if (method.getDeclaringClass() != AtomicBuffer.class) {
      return 1;
    }
    String name = method.getName();
    if (name.contains("Long")) {
      return Long.BYTES;
    }
    if (name.contains("Int")) {
      return Integer.BYTES;
    }
    return name.contains("Short") || name.contains("Char") ? Short.BYTES : 1;
  }
}
