package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.pipe.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The way from a running task to its pool, and back.
///
/// @param place of the task in the worker
/// @param number of the task in its pool
/// @param name of the task, or null
record WorkerLink(
    Interrupter interrupter,
    WorkerBlock block,
    Connection connection,
    int place,
    long number,
    @Nullable String name) {
  /// Whether the task is to end.
  boolean isCancelled() {
    return interrupter.isInterrupted(place);
  }

  /// Says how far the task is: 0 to 1.
  void progress(double fraction) {
    block.setProgress(place, fraction);
  }

  /// Says something for people.
  void log(String text) {
    Object[] what = {name, text};
    Encoding message = Messages.answer(Messages.LOG, place, number, Codec.data().encode(what));
    try {
      Uninterrupted.send(connection, message);
    } catch (IOException _) {
      // The pool's process is gone, and this one soon is.
    }
  }
}
