package io.tandem.pool;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/// Where tasks run, one after the other: a process, to begin with. It says what became of them to
/// its [Listener], on a thread of its own.
interface Workplace {
  /// Starts it.
  ///
  /// @throws OutOfMemoryError if there can be no thread for it; then nothing is left of it
  void start(Listener listener);

  /// What it shares with its pool.
  WorkerBlock block();

  /// Sends a message, which never waits for room: whoever sends counts what was not answered.
  void send(byte[] message);

  /// The place of the task that was started last.
  default int started() {
    return block().started();
  }

  /// When that was, as [System#nanoTime].
  default long startedAt() {
    return block().startedAt();
  }

  /// How far the task at a place is: 0 to 1, or less if it has not said so.
  default double progress(int place) {
    return block().progress(place);
  }

  /// Takes back all tasks that were sent and not started.
  ///
  /// @param last place that was sent
  /// @return the place of the task that was started last
  default int takeBack(int last) {
    return block().takeBack(last);
  }

  /// Whether it has come as far as its first task.
  default boolean isReady() {
    return block().state() == WorkerLayout.READY;
  }

  /// Interrupts the task at a place if it still runs.
  default void interrupt(int place) {
    block().interrupt(place);
  }

  /// What the task at a place has printed, which has just been answered.
  default Printed printed(int place) {
    return Printed.NOTHING;
  }

  /// Whether it has more memory than it may, behind a task.
  default boolean isTooLarge() {
    return false;
  }

  /// Receives its answers for a while, as long as somebody waits for a task that it has.
  void help(BooleanSupplier waits);

  /// Ends it at once.
  void kill();

  /// Frees what it shares with its pool, which has heard of its end and asks for it no more.
  void free();

  /// Its name, and its pid if it has one, for people.
  String describe();

  /// Hears of what happens at the workplace.
  interface Listener {
    /// An answer has come.
    ///
    /// @return whether the worker has something to do
    boolean answered(byte[] bytes, ByteBuffer answer);

    /// It has ended, after its last answer.
    void ended(WorkerEnd end);
  }
}
