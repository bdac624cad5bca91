package io.tandem.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

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
  private static final int FUTEX_WAIT_BITSET = 9; // its time is absolute, of CLOCK_MONOTONIC
  private static final int ANY_BIT = -1;
  private static final int CLOCK_MONOTONIC = 1;

  private static final FunctionDescriptor WAKE_TYPE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor WAIT_TYPE =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor WAIT_ANY_TYPE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  // A call that neither sleeps nor wakes many may keep the garbage collector waiting.
  private static final MethodHandle WAKE_ONE = syscall(WAKE_TYPE, Linker.Option.critical(false));
  private static final MethodHandle WAKE_MANY = syscall(WAKE_TYPE);
  // Their errors are not asked for: that would allocate with each sleep.
  private static final MethodHandle WAIT = syscall(WAIT_TYPE);
  private static final MethodHandle WAIT_ANY = syscall(WAIT_ANY_TYPE);

  private static final boolean HAS_WAITV = probeWaitv();

  private Futex() {}

  /// Whether [Sleep#onAll] can be used: the kernel has it, and neither a sandbox nor [#WAITV]
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

  /// The native memory of one thread's sleeps, for use by one thread at a time.
  ///
  /// A sleep ends when a word does not have the expected value, when somebody wakes it, when the
  /// time is over, or for no reason. On a word that is not there it ends at once: the caller learns
  /// why when it looks at the word.
  public static final class Sleep {
    private static final StructLayout WORD =
        MemoryLayout.structLayout(
            JAVA_LONG.withName("value"),
            JAVA_LONG.withName("address"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("reserved"));
    private static final StructLayout TIME =
        MemoryLayout.structLayout(JAVA_LONG.withName("seconds"), JAVA_LONG.withName("nanos"));
    private static final long ADDRESS_AT = 8;
    private static final long FLAGS_AT = 16;
    private static final long NANOS_AT = 8;
    private static final int SIZE_U32 = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final MemorySegment time = Arena.ofAuto().allocate(TIME);
    private final MemorySegment words;
    private int count;

    /// Reserves the memory.
    ///
    /// @param mostWords that one sleep is on: 1 to [#MOST_WORDS]
    public Sleep(int mostWords) {
      words = Arena.ofAuto().allocate(WORD, mostWords);
    }

    /// Forgets the words of the last sleep.
    public void clear() {
      count = 0;
    }

    /// Adds a word to sleep on, while it has the expected value.
    public void add(long address, int expected) {
      long at = count * WORD.byteSize();
      words.set(JAVA_LONG, at, Integer.toUnsignedLong(expected));
      words.set(JAVA_LONG, at + ADDRESS_AT, address);
      words.set(JAVA_INT, at + FLAGS_AT, SIZE_U32);
      count++;
    }

    /// Sleeps on one word.
    ///
    /// @param deadline in terms of [System#nanoTime], which is CLOCK_MONOTONIC on Linux
    public void on(long address, int expected, long deadline) {
      setTime(deadline);
      try {
        long _ =
            (long)
                WAIT.invokeExact(
                    SYS_FUTEX, address, FUTEX_WAIT_BITSET, expected, time, 0L, ANY_BIT);
      } catch (Throwable t) {
        throw failed("futex", t);
      }
    }

    /// Sleeps on all added words at once, if [#hasWaitv].
    ///
    /// @param deadline in terms of [System#nanoTime]
    public void onAll(long deadline) {
      setTime(deadline);
      try {
        long _ =
            (long) WAIT_ANY.invokeExact(SYS_FUTEX_WAITV, words, count, 0, time, CLOCK_MONOTONIC);
      } catch (Throwable t) {
        throw failed("futex_waitv", t);
      }
    }

    private void setTime(long deadline) {
      time.set(JAVA_LONG, 0, deadline / NANOS_PER_SECOND);
      time.set(JAVA_LONG, NANOS_AT, deadline % NANOS_PER_SECOND);
    }
  }

  /// Asks for a sleep on a word that has changed, and whether that is what the kernel says.
  private static boolean probeWaitv() {
    if (!Boolean.parseBoolean(System.getProperty(WAITV, "true"))) {
      return false;
    }
    MethodHandle call = syscall(WAIT_ANY_TYPE, Linker.Option.captureCallState("errno"));
    StructLayout states = Linker.Option.captureStateLayout();
    MemorySegment state = Arena.ofAuto().allocate(states);
    long errno = states.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);
    var sleep = new Sleep(1);
    sleep.add(word.address(), 1);
    sleep.setTime(System.nanoTime());
    try {
      long result =
          (long)
              call.invokeExact(
                  state, SYS_FUTEX_WAITV, sleep.words, 1, 0, sleep.time, CLOCK_MONOTONIC);
      return result < 0 && state.get(JAVA_INT, errno) == Libc.EAGAIN;
    } catch (Throwable t) {
      throw failed("futex_waitv", t);
    }
  }

  private static MethodHandle syscall(FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    var all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.firstVariadicArg(1);
    System.arraycopy(options, 0, all, 1, options.length);
    return linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"), type, all);
  }

  private static IllegalStateException failed(String function, Throwable cause) {
    return new IllegalStateException("The native call %s failed.".formatted(function), cause);
  }
}
