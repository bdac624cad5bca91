package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.codec.Encoding;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A function in the form in which it travels.
///
/// @param function the task, action or mapper, by the codec for objects
/// @param classes that it is made of
/// @param reusable whether a worker may use one copy of it for several calls
record TaskCode(Encoding function, Set<Class<?>> classes, boolean reusable) {
  /// For lambdas that capture nothing, which always encode the same: room to keep that. Null for
  /// all else.
  private static final ClassValue<TaskCode @Nullable []> STATELESS =
      new ClassValue<>() {
        @Override
        protected TaskCode @Nullable [] computeValue(Class<?> type) {
          boolean stateless = type.isHidden() && type.getDeclaredFields().length == 0;
          return stateless ? new TaskCode[1] : null;
        }
      };

  /// Encodes a function that is called once.
  ///
  /// @throws RejectedExecutionException if it holds what cannot cross; the message names it
  static TaskCode of(Object function) {
    TaskCode[] known = STATELESS.get(function.getClass());
    if (known == null) {
      return encode(function, false);
    }
    TaskCode code = known[0]; // racy: a lambda that is encoded twice is the same
    if (code == null) {
      code = encode(function, true);
      known[0] = code;
    }
    return code;
  }

  /// Encodes a function that is called for many items.
  ///
  /// @throws RejectedExecutionException if it holds what cannot cross; the message names it
  static TaskCode ofMapper(Object function) {
    return encode(function, true);
  }

  private static TaskCode encode(Object function, boolean reusable) {
    Set<Class<?>> classes = new HashSet<>();
    try {
      Encoding encoded = DataCodec.encode(function, classes);
      Encoding kept = reusable ? Codec.bytes().encode(encoded.toBytes()) : encoded;
      return new TaskCode(kept, Set.copyOf(classes), reusable);
    } catch (CodecException.Unencodable e) {
      throw new RejectedExecutionException("Cannot send a task to a worker: " + e.reason(), e);
    }
  }
}
