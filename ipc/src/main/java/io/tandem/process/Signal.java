package io.tandem.process;

import java.util.Locale;
import java.util.Optional;

/// A POSIX signal, under its name without `SIG`.
///
/// A JVM keeps `QUIT` for its thread dump, `SEGV` and a few others for itself, and ends in order,
/// running its shutdown hooks, on `HUP`, `INT` and `TERM`. No process can catch `KILL` and `STOP`.
public enum Signal {
  /// The terminal is gone.
  HUP(1, 1),
  /// Ctrl-C.
  INT(2, 2),
  /// A JVM prints its threads.
  QUIT(3, 3),
  /// Illegal instruction.
  ILL(4, 4),
  /// Breakpoint.
  TRAP(5, 5),
  /// Abort: how a JVM ends after a crash.
  ABRT(6, 6),
  /// A memory access behind the end of a file.
  BUS(7, 10),
  /// Arithmetic error.
  FPE(8, 8),
  /// Death at once.
  KILL(9, 9),
  /// For the user.
  USR1(10, 30),
  /// An invalid memory access.
  SEGV(11, 11),
  /// For the user.
  USR2(12, 31),
  /// A pipe without a reader.
  PIPE(13, 13),
  /// A timer.
  ALRM(14, 14),
  /// Please end.
  TERM(15, 15),
  /// A child ended.
  CHLD(17, 20),
  /// Continue after a stop.
  CONT(18, 19),
  /// Stop until `CONT`.
  STOP(19, 17),
  /// Ctrl-Z.
  TSTP(20, 18),
  /// A background read from the terminal.
  TTIN(21, 21),
  /// A background write to the terminal.
  TTOU(22, 22),
  /// Urgent data on a socket.
  URG(23, 16),
  /// The CPU time limit is reached.
  XCPU(24, 24),
  /// The file size limit is reached.
  XFSZ(25, 25),
  /// A virtual timer.
  VTALRM(26, 26),
  /// A profiling timer.
  PROF(27, 27),
  /// The terminal changed its size.
  WINCH(28, 28),
  /// Input or output is possible.
  IO(29, 23),
  /// A bad system call.
  SYS(31, 12);

  private final int number;

  Signal(int onLinux, int onMac) {
    this.number = Platform.MAC ? onMac : onLinux;
  }

  /// The signal's number on this platform.
  public int number() {
    return number;
  }

  /// The signal with a number of this platform, or empty if it has no portable name.
  ///
  /// @param number any number
  public static Optional<Signal> of(int number) {
    for (Signal signal : values()) {
      if (signal.number == number) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }

  private static final class Platform {
    static final boolean MAC =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
  }
}
