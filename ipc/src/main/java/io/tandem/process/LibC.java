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
  /// @throws UnsupportedOperationException if this platform has no such function
  static int call(String function, Object... args) {
    return find(function).invokeInt(args);
  }

  private static Function find(String function) {
    try {
      return NativeLibrary.getInstance("c").getFunction(function, Function.THROW_LAST_ERROR);
    } catch (UnsatisfiedLinkError e) {
      throw new UnsupportedOperationException(
          "The C library of %s has no %s, so this cannot be done here."
              .formatted(System.getProperty("os.name"), function),
          e);
    }
  }
}
