package io.tandem.memory;

import org.jspecify.annotations.Nullable;

/// The scope that a child inherits from its parent, made by the first who asks for it.
final class ProcessTreeScope {
  private static @Nullable SharedScope scope; // guarded by the class

  private ProcessTreeScope() {}

  static synchronized SharedScope open() {
    if (scope == null) {
      String inherited = System.getProperty(SharedScope.PROCESS_TREE);
      scope =
          inherited != null
              ? SharedScope.ofHandle(inherited)
              : SharedScope.anonymous(SharedScope.DEFAULT_BYTES);
    }
    return SharedScope.ofHandle(scope.handle());
  }
}
