package io.tandem.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Linux futexes: sleeping on 32-bit words that several processes share.
///
/// Words are named by address, which the kernel checks: a wrong one never harms the process. All
/// calls are of the shared kind: a private sleep and a shared wake of one word would never meet.
public final class Futex {
  /// Set to `false` to do without sleeping on several words at once, as on Linux before 5.16.
  public static final String WAITV = "tandem.waitv";

  /// The most words that one sleep can be on.
  public static final int MOST_WORDS = 128;

  private static final long SYS_FUTEX = Platform.IS_AMD64 ? 202 : 98;
  private static final long SYS_FUTEX_WAITV = 449;
  private static final int FUTEX_WAKE = 1;
  private static final int FUTEX_WAIT_BITSET = 9; // its time is absolute and CLOCK_MONOTONIC's
  private static final int ANY_BIT = -1;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int FUTEX2_SIZE_U32 = 2;

  private static final int EINTR = 4;
  private static final int EFAULT = 14;
  private static final int ETIMEDOUT = 110;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(PathElement.groupElement("errno")).withInvokeExactBehavior();

  private static final MethodHandle WAIT =
      syscall(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle WAIT_ANY =
      syscall(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.captureCallState("errno"));
  // Never sleeps and wakes few, so it need not leave the Java state.
  private static final MethodHandle WAKE_ONE = syscall(wakeType(), Linker.Option.critical(false));
  private static final MethodHandle WAKE_MANY = syscall(wakeType());

  private static final boolean HAS_WAITV = probeWaitv();

  private Futex() {}

  /// Whether [Sleep#onAny] can be used: the kernel has it, and neither a sandbox nor [#WAITV]
  /// forbids it.
  public static boolean hasWaitv() {
    return HAS_WAITV;
  }

  /// Wakes sleepers of a word, of any process. Nobody sleeps on a word that is not there, so a
  /// wrong address does nothing.
  ///
  /// @param most how many at most: 1 or more
  public static void wake(long address, int most) {
    try {
      if (most == 1) {
        long _ = (long) WAKE_ONE.invokeExact(SYS_FUTEX, address, FUTEX_WAKE, most);
      } else {
        long _ = (long) WAKE_MANY.invokeExact(SYS_FUTEX, address, FUTEX_WAKE, most);
      }
    } catch (Throwable t) {
      throw failed("futex", t);
    }
  }

  /// Why a sleep ended.
  public enum End {
    /// Somebody woke it.
    WOKEN,
    /// A word did not have the expected value.
    CHANGED,
    /// The time is over.
    TIMED_OUT,
    /// No reason: a signal, for instance.
    SPURIOUS
  }

  /// The native memory of one thread's sleeps, for use by one thread at a time.
  public static final class Sleep {
    private static final StructLayout WORD =
        MemoryLayout.structLayout(
            JAVA_LONG.withName("value"),
            JAVA_LONG.withName("address"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("reserved"));
    private static final StructLayout TIME =
        MemoryLayout.structLayout(JAVA_LONG.withName("seconds"), JAVA_LONG.withName("nanos"));
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final MemorySegment state;
    private final MemorySegment time;
    private final MemorySegment words;
    private int count;

    /// @param mostWords that one sleep is on: 1 to [#MOST_WORDS]
    public Sleep(int mostWords) {
      Arena arena = Arena.ofAuto();
      state = arena.allocate(STATE);
      time = arena.allocate(TIME);
      words = arena.allocate(WORD, mostWords);
    }

    /// Forgets the words of the last sleep.
    public void clear() {
      count = 0;
    }

    /// Adds a word to sleep on, while it has the expected value.
    public void add(long address, int expected) {
      long at = count++ * WORD.byteSize();
      words.set(JAVA_LONG, at, Integer.toUnsignedLong(expected));
      words.set(JAVA_LONG, at + 8, address);
      words.set(JAVA_INT, at + 16, FUTEX2_SIZE_U32);
    }

    /// Sleeps on one word.
    ///
    /// @param deadline in terms of [System#nanoTime], which is CLOCK_MONOTONIC on Linux
    public End on(long address, int expected, long deadline) {
      setTime(deadline);
      long result;
      try {
        result =
            (long)
                WAIT.invokeExact(
                    state, SYS_FUTEX, address, FUTEX_WAIT_BITSET, expected, time, 0L, ANY_BIT);
      } catch (Throwable t) {
        throw failed("futex", t);
      }
      return end(result);
    }

    /// Sleeps on all added words at once, if [#hasWaitv].
    ///
    /// @param deadline in terms of [System#nanoTime]
    public End onAny(long deadline) {
      setTime(deadline);
      long result;
      try {
        result =
            (long)
                WAIT_ANY.invokeExact(
                    state, SYS_FUTEX_WAITV, words, count, 0, time, CLOCK_MONOTONIC);
      } catch (Throwable t) {
        throw failed("futex_waitv", t);
      }
      return end(result);
    }

    private void setTime(long deadline) {
      time.set(JAVA_LONG, 0, Math.floorDiv(deadline, NANOS_PER_SECOND));
      time.set(JAVA_LONG, 8, Math.floorMod(deadline, NANOS_PER_SECOND));
    }

    private End end(long result) {
      if (result >= 0) {
        return End.WOKEN;
      }
      int error = (int) ERRNO.get(state, 0L);
      return switch (error) {
        case Libc.EAGAIN -> End.CHANGED;
        case ETIMEDOUT -> End.TIMED_OUT;
        case EINTR -> End.SPURIOUS;
        case EFAULT ->
            throw new IllegalStateException(
                "Cannot sleep on a shared word: the kernel finds no memory there (EFAULT). "
                    + "Its file was cut off, or its memory was closed meanwhile; attach again.");
        default ->
            throw new IllegalStateException(
                "Cannot sleep on a shared word: the kernel says errno %d. ".formatted(error)
                    + "Run with -Dtandem.parker=polling if a sandbox forbids futexes.");
      };
    }
  }

  private static IllegalStateException failed(String function, Throwable cause) {
    return new IllegalStateException("The native call %s failed.".formatted(function), cause);
  }

  private static boolean probeWaitv() {
    if (!Boolean.parseBoolean(System.getProperty(WAITV, "true"))) {
      return false;
    }
    var sleep = new Sleep(1);
    MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);
    sleep.add(word.address(), 1);
    try {
      return sleep.onAny(System.nanoTime()) == End.CHANGED;
    } catch (IllegalStateException missingOrForbidden) {
      return false;
    }
  }

  private static FunctionDescriptor wakeType() {
    return FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);
  }

  private static MethodHandle syscall(FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    var all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.firstVariadicArg(1);
    System.arraycopy(options, 0, all, 1, options.length);
    return linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"), type, all);
  }
}
