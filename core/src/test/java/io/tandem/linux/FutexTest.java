package io.tandem.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FutexTest {
  private static final long WAITV_BYTES = 24;

  @BeforeAll
  static void onLinux() {
    assumeTrue(Platform.NATIVE_LINUX);
  }

  /// The kernel says of a word that has changed that one should try again, if it looks at all.
  @Test
  void sleepsOnSeveralWordsWhereTheKernelCan() {
    assumeTrue(Boolean.parseBoolean(System.getProperty(Futex.WAITV, "true")));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sleeper = arena.allocate(WAITV_BYTES, Long.BYTES);
      sleeper.set(ValueLayout.JAVA_LONG, 0, 1);
      sleeper.set(ValueLayout.JAVA_LONG, 8, arena.allocate(JAVA_INT).address());
      sleeper.set(JAVA_INT, 16, 2); // 32 bits

      long result = Syscall.callOrError(Syscall.FUTEX_WAITV, sleeper.address(), 1, 0, 0);

      assertEquals(result == -Libc.EAGAIN, Futex.hasWaitv());
    }
  }

  @Test
  void aCallThatFailsSaysWhy() {
    int badDescriptor = 9; // EBADF

    assertEquals(-badDescriptor, Syscall.callOrError(Syscall.CLOSE, -1, 0, 0, 0));
    assertEquals(-1, Syscall.call(Syscall.CLOSE, -1, 0, 0));
  }
}
