package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Failure;
import io.tandem.pipe.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What goes to a client, one answer after the other. A call counts as running until it is its
/// answer's turn, and so do the bytes of the answer: a client that takes none has no more calls at
/// the server than one that takes them. Whoever has his answer finds that his call no longer
/// counts.
final class Answers {
  private final Session session;
  private final RunningCalls running;
  private final Connection connection;
  private final Codec codec;
  private final ReentrantLock turn = new ReentrantLock();
  private final Executor later;
  private volatile int longest = Integer.MAX_VALUE;

  Answers(Session session, RunningCalls running, Connection connection, Codec codec) {
    this.session = session;
    this.running = running;
    this.connection = connection;
    this.codec = codec;
    this.later =
        new ThreadPoolExecutor(
            0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), session.core()::newThread);
  }

  /// @param bytes the longest that the client takes
  void limit(int bytes) {
    longest = bytes;
  }

  /// @param call null if it is not one of the running ones
  /// @return why it does not go: then the client is to be told by [#giveFailure]; or null
  @Nullable Throwable give(long number, @Nullable RunningCall call, @Nullable Object value) {
    var outgoing = new Outgoing();
    try {
      byte[] answer = Messages.answer(Messages.VALUE, number, outgoing.encodeOrNull(value));
      requireShort(answer);
      running.addResult(answer.length);
      turn.lock();
      try {
        running.removeResult(answer.length);
        running.remove(call);
        send(answer);
      } finally {
        turn.unlock();
      }
      return null;
    } catch (RuntimeException | Error e) { // it cannot travel
      outgoing.takeBack();
      return e;
    }
  }

  /// @param call null if it is not one of the running ones
  void giveFailure(long number, @Nullable RunningCall call, Throwable thrown) {
    turn.lock();
    try {
      running.remove(call);
      Object[] failure = Failure.of(thrown, "in " + session.core());
      byte[] answer = Messages.answer(Messages.THROWN, number, codec.encode(failure));
      requireShort(answer);
      send(answer);
    } catch (RuntimeException | Error _) {
      connection.close(); // not even a failure goes out
    } finally {
      turn.unlock();
    }
  }

  /// Gives what a future comes to. It takes no thread until then, and all of a client's take one.
  ///
  /// @throws ManagerRefusedException if too many are waited for
  void giveLater(long number, CompletableFuture<?> awaited) {
    running.addAwaited();
    awaited.whenCompleteAsync(
        (value, thrown) -> {
          running.removeAwaited();
          Throwable failure =
              thrown == null ? give(number, null, value) : new ExecutionException(thrown);
          if (failure != null) {
            giveFailure(number, null, failure);
          }
        },
        this::startLater);
  }

  private void startLater(Runnable task) {
    try {
      later.execute(task);
    } catch (OutOfMemoryError _) {
      connection.close(); // there is no thread for it
    }
  }

  /// If it is interrupted nobody knows whether it goes out, so it is sent again: a client skips the
  /// second answer to a call.
  void send(byte[] message) {
    boolean sent = false;
    while (!sent) {
      try {
        connection.sendBytes(message);
        sent = true;
      } catch (InterruptedException _) {
        // Again.
      } catch (IOException _) {
        sent = true; // the client is gone, which whoever receives sees; or the server closes
      }
    }
  }

  private void requireShort(byte[] answer) {
    if (answer.length > longest) {
      throw new ResultTooLongException(
          "Cannot send a result of %d bytes from %s: %d is the most for this client. "
                  .formatted(answer.length, session.core(), longest)
              + "Ask for less at a time, or raise ManagerBuilder.maxMessageBytes at both ends.");
    }
  }

  /// An answer on its way: the references in it are the client's before it goes.
  private final class Outgoing extends Crossing {
    private final List<Reference> given = new ArrayList<>();

    @Nullable Encoding encodeOrNull(@Nullable Object value) {
      return value == null ? null : encode(codec, value);
    }

    @Override
    boolean reaches(UUID server) {
      return session.reaches(server);
    }

    @Override
    Reference refer(ProxyHandler handler) {
      Reference reference = session.refer(handler);
      given.add(reference);
      return reference;
    }

    @Override
    Object resolve(Reference reference) {
      return session.resolve(reference);
    }

    /// It does not go.
    void takeBack() {
      given.forEach(session::takeBack);
    }
  }
}
