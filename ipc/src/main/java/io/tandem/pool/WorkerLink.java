package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.pipe.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The way from a task in a worker's process to its pool.
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
    @Nullable String name)
    implements TaskLink {
  @Override
  public boolean isCancelled() {
    return interrupter.isInterrupted(place);
  }

  @Override
  public void progress(double fraction) {
    block.setProgress(place, fraction);
  }

  @Override
  public void log(String text) {
    Object[] what = {name, text};
    byte[] message = Messages.answer(Messages.LOG, place, number, Codec.data().encode(what));
    try {
      Uninterrupted.send(connection, message);
    } catch (IOException _) {
      // The pool's process is gone, and this one soon is.
    }
  }
}
