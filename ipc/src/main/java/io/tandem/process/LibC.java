package io.tandem.process;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLibrary;

/// Cold calls into the C library, through JNA. JNA takes tens of milliseconds to set up, so nothing
/// on a child's way to its task may come here.
final class LibC {
  private LibC() {}

  /// Calls a function of integers that returns -1 for failure.
  ///
  /// @throws LastErrorException with `errno` if it fails
  /// @throws UnsupportedOperationException if this platform has no such function, or JNA cannot be
  ///   loaded
  static int call(String function, Object... args) {
    return find(function).invokeInt(args);
  }

  private static Function find(String function) {
    NativeLibrary library = library();
    try {
      return library.getFunction(function, Function.THROW_LAST_ERROR);
    } catch (UnsatisfiedLinkError e) {
      throw new UnsupportedOperationException(
          "The C library of %s has no %s, so this cannot be done here."
              .formatted(System.getProperty("os.name"), function),
          e);
    }
  }

  /// The first failure is an UnsatisfiedLinkError, each later one a NoClassDefFoundError.
  private static NativeLibrary library() {
    try {
      return NativeLibrary.getInstance("c");
    } catch (LinkageError e) {
      throw new UnsupportedOperationException(
          "JNA could not be loaded, or found no C library (%s), so this cannot be done here."
                  .formatted(e.getMessage())
              + " Let -Djna.tmpdir name a directory from which libraries may be loaded.",
          e);
    }
  }
}
