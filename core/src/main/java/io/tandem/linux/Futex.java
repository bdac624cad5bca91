package io.tandem.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;

/// Linux futexes: sleeping on 32-bit words that several processes share.
///
/// Words are named by address, which the kernel checks: a wrong one never harms the process. All
/// calls are of the shared kind: a private sleep and a shared wake of one word would never meet.
public final class Futex {
  /// Set to `false` to do without sleeping on several words at once, as on Linux before 5.16.
  public static final String WAITV = "tandem.waitv";

  /// The most words that one sleep can be on.
  public static final int MOST_WORDS = 128;

  private static final int FUTEX_WAKE = 1;
  private static final int FUTEX_WAIT_BITSET = 9; // its time is absolute, of CLOCK_MONOTONIC
  private static final int ANY_BIT = -1;
  private static final int CLOCK_MONOTONIC = 1;

  private static final long FAILED = -1;

  private Futex() {}

  /// Whether [Sleep#onAll] can be used: the kernel has it, and neither a sandbox nor [#WAITV]
  /// forbids it.
  public static boolean hasWaitv() {
    return Waitv.IS_THERE;
  }

  /// Wakes sleepers of a word, of any process. Nobody sleeps on a word that is not there, so a
  /// wrong address does nothing.
  ///
  /// @param most how many at most: 1 or more
  public static void wake(long address, int most) {
    long _ = Syscall.call(Syscall.FUTEX, address, FUTEX_WAKE, most);
  }

  /// The native memory of one thread's sleeps, for use by one thread at a time.
  ///
  /// A sleep ends when a word does not have the expected value, when somebody wakes it, when the
  /// time is over, or for no reason. On a word that is not there it ends at once: the caller learns
  /// why when it looks at the word.
  public static final class Sleep {
    // struct futex_waitv: value, address, flags, reserved; struct timespec: seconds, nanos
    private static final long WORD_BYTES = 24;
    private static final long TIME_BYTES = 16;
    private static final long ADDRESS_AT = 8;
    private static final long FLAGS_AT = 16;
    private static final long NANOS_AT = 8;
    private static final int SIZE_U32 = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final MemorySegment time = Arena.ofAuto().allocate(TIME_BYTES, Long.BYTES);
    private final MemorySegment words;
    private int count;

    /// Reserves the memory.
    ///
    /// @param mostWords that one sleep is on: 1 to [#MOST_WORDS]
    public Sleep(int mostWords) {
      words = Arena.ofAuto().allocate(mostWords * WORD_BYTES, Long.BYTES);
    }

    /// Forgets the words of the last sleep.
    public void clear() {
      count = 0;
    }

    /// Adds a word to sleep on, while it has the expected value.
    public void add(long address, int expected) {
      long at = count * WORD_BYTES;
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
            Syscall.call(
                Syscall.FUTEX, address, FUTEX_WAIT_BITSET, expected, time.address(), 0, ANY_BIT);
      } finally {
        Reference.reachabilityFence(this);
      }
    }

    /// Sleeps on all added words at once, if [#hasWaitv].
    ///
    /// @param deadline in terms of [System#nanoTime]
    /// @return which of the words was woken, or -1 if the sleep ended otherwise
    public long onAll(long deadline) {
      setTime(deadline);
      try {
        return Syscall.call(
            Syscall.FUTEX_WAITV, words.address(), count, 0, time.address(), CLOCK_MONOTONIC, 0);
      } finally {
        Reference.reachabilityFence(this);
      }
    }

    private void setTime(long deadline) {
      time.set(JAVA_LONG, 0, deadline / NANOS_PER_SECOND);
      time.set(JAVA_LONG, NANOS_AT, deadline % NANOS_PER_SECOND);
    }
  }

  /// Finds out whether a sleep on several words can be woken. To ask for the error of one that
  /// fails would link a second function.
  private static final class Waitv {
    private static final int TRIES = 3; // a signal ends one, too
    private static final long TRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    static final boolean IS_THERE =
        Boolean.parseBoolean(System.getProperty(WAITV, "true")) && succeeds();

    private static boolean succeeds() {
      try (Arena arena = Arena.ofConfined()) {
        long word = arena.allocate(JAVA_INT).address();
        var sleep = new Sleep(1);
        sleep.add(word, 0);
        try (var _ = new Waker(word)) {
          boolean woken = false;
          for (int i = 0; i < TRIES && !woken; i++) {
            woken = sleep.onAll(System.nanoTime() + TRY_NANOS) != FAILED;
          }
          return woken;
        }
      } catch (OutOfMemoryError noThread) {
        return false;
      }
    }
  }

  /// Wakes who sleeps on a word, again and again.
  private static final class Waker implements AutoCloseable {
    private volatile boolean closed;

    Waker(long word) {
      Thread.ofPlatform().daemon().name("tandem-futex-probe").start(() -> wakeUntilClosed(word));
    }

    private void wakeUntilClosed(long word) {
      while (!closed) {
        wake(word, 1);
        Thread.yield();
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
