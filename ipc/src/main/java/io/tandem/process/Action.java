package io.tandem.process;

import java.io.Serializable;

/// Code that runs in another JVM: serializable, and free to throw.
@FunctionalInterface
public interface Action extends Serializable {
  /// Runs in the process that was started on it.
  ///
  /// @throws Exception whatever ends the process with exit code 1
  void run() throws Exception;
}
