package io.tandem.pool;

import io.tandem.codec.Codec;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task was called for, in a few words. It runs the code of others, who wrote the arguments.
final class ArgumentText {
  private static final int MOST_CHARS = 200;
  private static final int MOST_ITEMS = 20;

  private ArgumentText() {}

  /// @param message of the task as [TaskCall] makes it
  static String of(byte[] message, Codec codec) {
    try {
      TaskCall call = TaskCall.of(MemorySegment.ofArray(message));
      return bounded(
          call.isChunk()
              ? items(Packed.unpack(codec.decode(call.items())))
              : function(codec.decode(call.code())));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return bounded("cannot be shown: " + e.getClass().getName());
    }
  }

  private static String items(@Nullable Object[] items) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < items.length && i < MOST_ITEMS; i++) {
      texts.add(bounded(text(items[i])));
    }
    String more = items.length > MOST_ITEMS ? ", and so on" : "";
    String count = items.length == 1 ? "" : "%d items: ".formatted(items.length);
    return count + String.join(", ", texts) + more;
  }

  private static String function(@Nullable Object function) {
    SerializedLambda lambda = function == null ? null : lambda(function);
    if (lambda == null) {
      return text(function);
    }
    List<String> captured = new ArrayList<>();
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      captured.add(bounded(text(lambda.getCapturedArg(i))));
    }
    return "%s(%s)".formatted(method(lambda), String.join(", ", captured));
  }

  /// For a lambda, the method that it is written in.
  private static String method(SerializedLambda lambda) {
    String type = lambda.getImplClass();
    String method = lambda.getImplMethodName();
    boolean body = method.startsWith("lambda$");
    return "%s%s.%s"
        .formatted(
            body ? "lambda in " : "",
            type.substring(type.lastIndexOf('/') + 1),
            body ? method.split("\\$")[1] : method);
  }

  /// What a lambda says of itself to whoever serializes it.
  private static @Nullable SerializedLambda lambda(Object function) {
    try {
      Method replace = function.getClass().getDeclaredMethod("writeReplace");
      return function.getClass().isHidden() && replace.trySetAccessible()
          ? (SerializedLambda) replace.invoke(function)
          : null;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case CharSequence text -> '"' + bounded(text.toString()) + '"';
      case Object[] array -> bounded(Arrays.toString(array));
      case byte[] bytes -> "%d bytes".formatted(bytes.length);
      case int[] array -> "int[%d]".formatted(array.length);
      case long[] array -> "long[%d]".formatted(array.length);
      case double[] array -> "double[%d]".formatted(array.length);
      case null -> "null";
      default -> String.valueOf(value);
    };
  }

  private static String bounded(String text) {
    String line = text.replaceAll("\\R", " ");
    return line.length() <= MOST_CHARS ? line : line.substring(0, MOST_CHARS - 3) + "...";
  }
}
