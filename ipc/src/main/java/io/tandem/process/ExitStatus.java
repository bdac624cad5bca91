package io.tandem.process;

import java.util.Optional;

/// How a process ended.
///
/// The operating system tells a JVM's death by a signal and its exit with 128 + that signal's
/// number apart, `java.lang.Process` does not. Here they are told apart by a note that the child
/// leaves in shared memory when it exits in order. What that cannot tell: `Runtime.halt(128 + n)`
/// runs no shutdown hook and so counts as signal `n`, and a child killed from outside, by another
/// program, while its shutdown hooks run counts as an exit with 128 + that signal.
///
/// **Source.** Python's `Process.exitcode`, which is `-n` for signal `n`.
public sealed interface ExitStatus {
  /// The process exited by itself: the end of its task, an exception, `System.exit` or `halt`.
  ///
  /// @param code 0 for success, 1 for an exception in the task, otherwise 0 to 255 as it chose
  record Exited(int code) implements ExitStatus {
    @Override
    public String toString() {
      return "exit code " + code;
    }
  }

  /// A signal ended the process, whether or not it ran its shutdown hooks first.
  ///
  /// @param number the signal's number on this platform
  record Signaled(int number) implements ExitStatus {
    /// The signal, or empty for one without a portable name.
    public Optional<Signal> signal() {
      return Signal.of(number);
    }

    @Override
    public String toString() {
      return "signal " + number + signal().map(s -> " (SIG" + s + ")").orElse("");
    }
  }

  /// Whether the process exited with code 0.
  default boolean isSuccess() {
    return this instanceof Exited(int code) && code == 0;
  }
}
