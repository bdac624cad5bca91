package io.tandem.value;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/// What a value or an array must do, called by the names of its methods.
///
/// @see #of
interface Model {
  /// What the call returns, or "nothing".
  ///
  /// @param arguments an index first, if it is an array
  Object call(String method, Object... arguments);

  /// Calls an object's methods of these names.
  static Model of(Object target) {
    return new Model() {
      @Override
      public Object call(String name, Object... arguments) {
        Method method = find(target.getClass(), name, arguments.length).orElseThrow();
        for (int i = 0; i < arguments.length; i++) {
          if (method.getParameterTypes()[i] == int.class && arguments[i] instanceof Long index) {
            arguments[i] = Math.toIntExact(index); // an index of the JDK's
          }
        }
        try {
          Object result = method.invoke(target, arguments);
          return result == null ? "nothing" : result;
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(method + Arrays.toString(arguments), e);
        }
      }

      @Override
      public String toString() {
        return target.toString();
      }
    };
  }

  static Optional<Method> find(Class<?> type, String name, int parameters) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterCount() == parameters)
        .findFirst();
  }

  /// For what the JDK has no atomic variables of: `byte`, `float` and `double`, by one thread.
  final class Narrow implements Model {
    private final Number[] cells;
    private final boolean isArray;

    /// @param zero of the type
    /// @param length 0 for a value
    Narrow(Number zero, int length) {
      cells = new Number[Math.max(1, length)];
      Arrays.fill(cells, zero);
      isArray = length > 0;
    }

    @Override
    public Object call(String method, Object... arguments) {
      int index = isArray ? Math.toIntExact((Long) arguments[0]) : 0;
      Object[] operands = Arrays.copyOfRange(arguments, isArray ? 1 : 0, arguments.length);
      Number seen = cells[index];
      return switch (method) {
        case "get", "getPlain", "getAcquire" -> seen;
        case "set", "setPlain", "setRelease" -> {
          cells[index] = (Number) operands[0];
          yield "nothing";
        }
        case "getAndSet" -> {
          cells[index] = (Number) operands[0];
          yield seen;
        }
        case "compareAndSet" -> {
          boolean expected = seen.equals(operands[0]); // by their bits, too
          cells[index] = expected ? (Number) operands[1] : seen;
          yield expected;
        }
        case "getAndAdd", "addAndGet", "getAndUpdate", "updateAndGet", "accumulateAndGet" -> {
          cells[index] = next(seen, operands);
          yield method.startsWith("getAnd") ? seen : cells[index];
        }
        default -> throw new AssertionError(method);
      };
    }

    private static Number next(Number seen, Object[] operands) {
      if (operands.length == 2) {
        var function = (DoubleBinaryOperator) operands[1];
        return function.applyAsDouble((Double) seen, (Double) operands[0]);
      }
      return switch (operands[0]) {
        case DoubleUnaryOperator update -> like(seen, update.applyAsDouble(seen.doubleValue()));
        case IntUnaryOperator update -> like(seen, update.applyAsInt(seen.intValue()));
        case Float delta -> (Float) seen + delta;
        case Double delta -> (Double) seen + delta;
        case Integer delta -> like(seen, seen.intValue() + delta);
        default -> throw new AssertionError(operands[0]);
      };
    }

    private static Number like(Number seen, Number wide) {
      return switch (seen) {
        case Byte _ -> wide.byteValue();
        case Float _ -> wide.floatValue();
        default -> wide.doubleValue();
      };
    }

    @Override
    public String toString() {
      return isArray ? Arrays.toString(cells) : cells[0].toString();
    }
  }
}
