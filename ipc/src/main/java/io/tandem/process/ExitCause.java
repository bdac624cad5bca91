package io.tandem.process;

/// The word in which a child notes why it exits, and what its parent concludes from it.
///
/// The word is 0 until shutdown hooks run. Then it is [#ORDERLY], or 128 + n if it was signal `n`
/// that started them.
final class ExitCause {
  static final int NONE = 0;
  static final int ORDERLY = 1;
  static final int SIGNAL_BASE = 128;

  private static final int LAST_SIGNAL = 64;
  private static final int KILL = 9;

  private ExitCause() {}

  /// Concludes how a child ended.
  ///
  /// @param code what `java.lang.Process` says: an exit code, or 128 + n for signal `n`
  /// @param cause the child's note
  /// @param killed whether this JVM sent the child SIGKILL
  static ExitStatus status(int code, int cause, boolean killed) {
    int signal = code - SIGNAL_BASE;
    boolean choseItsCode = cause == ORDERLY && !(killed && signal == KILL);
    if (signal < 1 || signal > LAST_SIGNAL || choseItsCode) {
      return new ExitStatus.Exited(code);
    }
    return new ExitStatus.Signaled(signal);
  }
}
