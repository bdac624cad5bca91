package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Makes the same calls on an object of ours and on its model, and compares what they return and
/// what they say they are.
final class Twins {
  private Twins() {}

  /// @param arguments an index first, if it is an array
  record Call(String method, List<Object> arguments) {}

  /// Any calls of methods of these names.
  ///
  /// @param length of an array, 0 for a value
  static Arbitrary<List<Call>> calls(Class<?> type, Set<String> names, int length) {
    List<Method> methods =
        Arrays.stream(type.getMethods())
            .filter(method -> names.contains(method.getName()))
            .sorted(Comparator.comparing(Method::toString))
            .toList();
    assertEquals(names.size(), methods.size(), methods::toString);
    return Arbitraries.of(methods)
        .flatMap(
            method ->
                Combinators.combine(arguments(method.getParameterTypes(), length))
                    .as(arguments -> new Call(method.getName(), arguments)))
        .withoutEdgeCases()
        .list()
        .ofMaxSize(60);
  }

  private static List<Arbitrary<Object>> arguments(Class<?>[] types, int length) {
    return IntStream.range(0, types.length)
        .mapToObj(
            i ->
                i == 0 && length > 0
                    ? Arbitraries.longs().between(0, length - 1).asGeneric()
                    : argument(types[i]).asGeneric())
        .toList();
  }

  private static Arbitrary<?> argument(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "boolean" -> Arbitraries.of(true, false);
      case "byte" -> Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.of((byte) 0, (byte) 1));
      case "int" ->
          Arbitraries.oneOf(
              Arbitraries.integers().between(-1, 1),
              Arbitraries.integers(),
              Arbitraries.of(Integer.MAX_VALUE, Integer.MIN_VALUE));
      case "long" ->
          Arbitraries.oneOf(
              Arbitraries.longs().between(-1, 1),
              Arbitraries.longs(),
              Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE));
      case "float" -> Arbitraries.of(0f, -0f, 1f, Float.NaN, Float.MAX_VALUE, 0.1f, 3e-40f);
      case "double" -> Arbitraries.of(0d, -0d, 1d, Double.NaN, Double.MAX_VALUE, 0.1, 5e-324);
      case "IntUnaryOperator" -> Arbitraries.of((IntUnaryOperator) n -> 3 * n + 1, n -> ~n);
      case "LongUnaryOperator" -> Arbitraries.of((LongUnaryOperator) n -> 3 * n + 1, n -> ~n);
      case "DoubleUnaryOperator" -> Arbitraries.of((DoubleUnaryOperator) n -> n / 3, n -> 7);
      case "IntBinaryOperator" -> Arbitraries.of((IntBinaryOperator) (n, x) -> n - x, Math::max);
      case "LongBinaryOperator" -> Arbitraries.of((LongBinaryOperator) (n, x) -> n - x, Math::max);
      case "DoubleBinaryOperator" ->
          Arbitraries.of((DoubleBinaryOperator) (n, x) -> n - x, Math::max);
      default -> fail("No arguments for " + type);
    };
  }

  static void compare(List<Call> calls, Object ours, Model model) {
    Model twin = Model.of(ours);
    for (Call call : calls) {
      assertEquals(
          model.call(call.method, call.arguments.toArray()),
          twin.call(call.method, call.arguments.toArray()),
          call::toString);
      assertEquals(model.toString(), twin.toString(), call::toString);
    }
  }
}
