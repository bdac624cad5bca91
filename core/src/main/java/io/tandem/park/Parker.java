package io.tandem.park;

import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.foreign.Arena;

/// Sleeping on shared 32-bit words, until they change or the process that is to change them dies.
///
/// **Shape.** The caller checks its condition in a loop around [#park]: a sleep may end for no
/// reason. [Waiting] is that loop, with spinning before the sleep and slices that bound it.
///
/// **Units.** Offsets are bytes, multiples of 4; times are nanoseconds of [System#nanoTime].
///
/// **Sharing.** Any thread of any process. A virtual thread keeps no carrier while it sleeps. A
/// process that polls wakes nobody: do not let some processes poll and others sleep on futexes, who
/// would then see each change at the end of their sleep only.
///
/// **Memory effects.** None: what the sleeper must see, the waker stores before the word with
/// release order, and the sleeper loads after the word with acquire order. Nor does waking order a
/// store of the word before a later load: who skips a wake because nobody seems to sleep needs a
/// fence of its own.
///
/// **Lifetime.** Memory that somebody may sleep on is closed by way of [#unmap].
///
/// **Errors.** A sleep on memory that was closed, or cut off by another process, throws
/// [IllegalStateException] or the [InternalError] of the access itself.
///
/// **Source.** Linux `futex(2)` and `futex_waitv(2)`; `java.util.concurrent.locks.LockSupport`.
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   var words = new SegmentWords(scope.openBlock("gate", ObjectType.RAW, 8).segment());
///   var parker = Parker.of(scope.peers());
///   while (words.getIntAcquire(0) == 0) { // the other side: setIntRelease(0, 1), then wakeAll
///     parker.park(words, 0, 0, Peers.NOBODY, 1_000_000_000);
///   }
/// }
/// ```
public interface Parker {
  /// Selects a parker: set to `polling` to do without futexes where there are some.
  String PROPERTY = "tandem.parker";

  /// The owner of a sleep that the death of any process ends: within a slice of a [Waiting] at the
  /// latest, and usually at once.
  int ANYBODY = -1;

  /// The parker of this process for words whose owners are `peers`: always the same one. It sleeps
  /// on futexes on Linux, and polls elsewhere and where native calls are switched off.
  static Parker of(Peers peers) {
    return Parkers.of(peers);
  }

  /// Sleeps unless the word differs from `expected`, until it is woken, the owner dies, the thread
  /// is interrupted, or the time is over. A wake that an interrupted thread may have used up goes
  /// on to another one.
  ///
  /// @param owner whose death ends the sleep, or [Peers#NOBODY], or [#ANYBODY]
  /// @param nanos the longest sleep: 1 or more
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException;

  /// As [#park], but an interrupt does not end it and stays pending.
  void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos);

  /// Wakes at most one thread, of any process, that sleeps on the word.
  void wakeOne(Words words, long offset);

  /// Wakes all threads, of all processes, that sleep on the word.
  void wakeAll(Words words, long offset);

  /// Whether a sleep costs so much that a [Waiting] looks again for a while before it.
  default boolean isCostly() {
    return true;
  }

  /// Called before a sleep is announced in the words, and by whoever else is about to change them
  /// slowly: throws if they are not to be used any more.
  default void requireCurrent() {}

  /// This one, for words that may be given back while somebody uses them.
  ///
  /// @param check what [#requireCurrent] does
  default Parker during(Runnable check) {
    return new CheckingParker(this, check);
  }

  /// Closes memory that threads of this process may sleep on: ends their sleeps, refuses new ones,
  /// and closes the arena. Each of those threads then finds the memory closed.
  default void unmap(Arena arena) {
    arena.close();
  }
}
