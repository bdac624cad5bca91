package io.tandem.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.agrona.AsciiEncoding;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// Generates calls of a buffer's methods: arguments by parameter type, indices around both ends.
final class Calls {
  private Calls() {}

  /// One call.
  record Call(Method method, List<Argument> arguments) {}

  /// Calls of one method on a buffer of so many bytes.
  static Arbitrary<Call> of(Method method, int capacity) {
    var arguments = new ArrayList<Arbitrary<Argument>>();
    for (Class<?> type : method.getParameterTypes()) {
      boolean isIndex = arguments.isEmpty() && type == int.class;
      arguments.add(isIndex ? index(method, capacity) : argument(type, capacity));
    }
    return arguments.isEmpty()
        ? Arbitraries.just(new Call(method, List.of()))
        : Combinators.combine(arguments).as(made -> new Call(method, made));
  }

  /// One call of each method, in any order.
  static Arbitrary<List<Call>> ofEach(List<Method> methods, int capacity) {
    return Arbitraries.shuffle(methods)
        .flatMap(
            shuffled ->
                Combinators.combine(shuffled.stream().map(m -> of(m, capacity)).toList())
                    .as(calls -> calls));
  }

  /// Memory in which numbers can be parsed and lengths read, or any bytes at all.
  static Arbitrary<byte[]> memory(int capacity) {
    Arbitrary<byte[]> digits =
        Arbitraries.strings()
            .withCharRange('0', '9')
            .withChars("-9x")
            .ofLength(capacity)
            .map(text -> text.getBytes(US_ASCII));
    Arbitrary<byte[]> lengths =
        Arbitraries.of((byte) 0, (byte) 0, (byte) 0, (byte) 3, (byte) 'a', (byte) -1)
            .array(byte[].class)
            .ofSize(capacity);
    return Arbitraries.oneOf(digits, lengths, bytes(capacity));
  }

  private static Arbitrary<Argument> index(Method method, int capacity) {
    int unit = Operations.alignment(method);
    Arbitrary<Integer> near = Arbitraries.integers().between(-2, capacity / unit + 1);
    Arbitrary<Integer> far = Arbitraries.of(Integer.MIN_VALUE / unit, Integer.MAX_VALUE / unit);
    return Arbitraries.frequencyOf(Tuple.of(19, near), Tuple.of(1, far))
        .map(units -> new Argument.Value(units * unit));
  }

  private static Arbitrary<Argument> argument(Class<?> type, int capacity) {
    if (type == byte[].class) {
      return sizes(capacity).flatMap(Calls::bytes).map(Argument.Bytes::new);
    }
    if (type == ByteBuffer.class) {
      return Combinators.combine(
              sizes(capacity).flatMap(Calls::bytes), sizes(capacity), Arbitraries.of(true, false))
          .as(Argument.Nio::new);
    }
    if (type == DirectBuffer.class || type == MutableDirectBuffer.class || type == Object.class) {
      return sizes(capacity).flatMap(Calls::bytes).map(Argument.Peer::new);
    }
    if (type == Appendable.class) {
      return Arbitraries.just(new Argument.Sink());
    }
    return value(type, capacity).map(Argument.Value::new);
  }

  private static Arbitrary<?> value(Class<?> type, int capacity) {
    if (type == int.class) {
      return Arbitraries.oneOf(
          Arbitraries.integers().between(-2, capacity),
          Arbitraries.integers(),
          Arbitraries.of(Integer.MIN_VALUE, Integer.MAX_VALUE),
          powersOfTen());
    }
    if (type == long.class) {
      return Arbitraries.oneOf(
          Arbitraries.longs(),
          Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L),
          longPowersOfTen());
    }
    if (type == String.class || type == CharSequence.class) {
      return text(capacity).injectNull(0.1);
    }
    return switch (type.getName()) {
      case "byte" -> Arbitraries.bytes();
      case "short" -> Arbitraries.shorts();
      case "char" -> Arbitraries.chars();
      case "float" -> Arbitraries.floats();
      case "double" -> Arbitraries.doubles();
      case "java.nio.ByteOrder" -> Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
      default -> throw new IllegalArgumentException("No generator for " + type + ": add one here.");
    };
  }

  private static Arbitrary<String> text(int capacity) {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(capacity),
        Arbitraries.strings().all().ofMaxLength(12),
        Arbitraries.of("", "\u007F\u0080", "grün", "€ 100", "\uD83D\uDE00", "\uD83D"));
  }

  private static Arbitrary<Integer> powersOfTen() {
    return Arbitraries.integers().between(0, 9).map(n -> AsciiEncoding.INT_POW_10[n]);
  }

  private static Arbitrary<Long> longPowersOfTen() {
    return Arbitraries.integers().between(0, 18).map(n -> AsciiEncoding.LONG_POW_10[n]);
  }

  private static Arbitrary<Integer> sizes(int capacity) {
    return Arbitraries.integers().between(0, capacity + 8);
  }

  private static Arbitrary<byte[]> bytes(int length) {
    return Arbitraries.bytes().array(byte[].class).ofSize(length);
  }
}
