package io.tandem.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Whether a thread of this process sleeps in the kernel on words that processes share. For Linux.
public final class FutexSleep {
  /// The system call, and of `futex` that it waits and is not private, as Java's own waits are.
  private static final Pattern ASLEEP =
      Pattern.compile("(449|202 0x[0-9a-f]+ 0x9) .*", Pattern.DOTALL);

  private FutexSleep() {}

  /// What the kernel calls the thread that asks.
  public static String self() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until a thread is asleep.
  public static void await(String thread) {
    while (!isOn(thread)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isOn(String thread) {
    try {
      Path call = Path.of("/proc/self/task", thread, "syscall");
      return ASLEEP.matcher(Files.readString(call)).matches();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
