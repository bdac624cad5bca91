package io.tandem.process;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// Code with a result that runs in another JVM: serializable, and free to throw.
///
/// @param <T> the result's type, which must be able to travel back
@FunctionalInterface
public interface Task<T extends @Nullable Object> extends Serializable {
  /// Runs in the process that it was sent to.
  ///
  /// @return the result, which is copied to whoever waits for it
  /// @throws Exception whatever is to be thrown there instead
  T call() throws Exception;
}
