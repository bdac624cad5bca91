package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tandem.codec.Codec;
import io.tandem.codec.Failure;
import io.tandem.pipe.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What comes back from a worker, and who receives it: a thread that is there for it, or whoever
/// waits for a short task of that worker, as to wake one thread from another takes longer than such
/// a task.
///
/// The thread steps back when somebody would have helped, until nobody has for a while. It does not
/// while the worker has something to do, and whoever helps calls it then before he leaves. So what
/// comes is received at once, or, if nothing was to come, after a pause.
final class Answers {
  private static final Duration HELP = Duration.ofMillis(1); // a longer task is worth a wake
  private static final long PAUSE_NANOS = MILLISECONDS.toNanos(1);

  private final Connection connection;
  private final Codec codec = Codec.data();
  private final ReentrantLock receiving = new ReentrantLock();
  private volatile Workplace.@Nullable Listener listener;
  private volatile @Nullable Thread thread;
  private volatile boolean wanted; // by somebody who would help
  private volatile boolean helped; // since the thread looked last
  private volatile boolean called; // to go on at once
  private volatile @Nullable Throwable unreceived; // by somebody who helped
  private volatile @Nullable Throwable failure;

  Answers(Connection connection) {
    this.connection = connection;
  }

  // ---- the thread ----

  /// Receives all that comes, until there is no more.
  void receive(Workplace.Listener tell) {
    thread = Thread.currentThread();
    listener = tell;
    try {
      while (receiveUntilWanted(tell)) {
        stepBack();
      }
    } finally {
      listener = null;
    }
  }

  /// @return false if there is no more
  private boolean receiveUntilWanted(Workplace.Listener tell) {
    receiving.lock();
    try {
      called = false;
      wanted = false;
      while (true) {
        if (unreceived != null) {
          throw new IllegalStateException("An answer could not be received", unreceived);
        }
        boolean _ = Thread.interrupted(); // this thread is to go on
        boolean busy = receiveOne(tell);
        if (!busy && wanted) {
          return true;
        }
      }
    } catch (IOException _) {
      return false;
    } finally {
      receiving.unlock();
    }
  }

  private void stepBack() {
    do {
      helped = false;
      LockSupport.parkNanos(this, PAUSE_NANOS);
    } while (helped && !called);
  }

  // ---- those who wait for a task ----

  /// Receives for a while, if nobody does, as long as the caller waits for something.
  void help(BooleanSupplier waits) {
    if (!receiving.tryLock()) {
      wanted = true;
      return;
    }
    boolean leftAlone = true;
    try {
      Workplace.Listener tell = listener;
      if (tell == null) {
        return; // it begins, or has ended
      }
      while (waits.getAsBoolean() && connection.poll(HELP)) {
        leftAlone = receiveOne(tell);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // Its thread sees it, too.
    } catch (RuntimeException | Error e) {
      unreceived = e;
    } finally {
      helped = true;
      called |= leftAlone;
      receiving.unlock();
      if (leftAlone) {
        LockSupport.unpark(thread);
      }
    }
  }

  /// @return whether the worker has something to do
  private boolean receiveOne(Workplace.Listener tell) throws IOException {
    byte[] bytes = Uninterrupted.receive(connection);
    ByteBuffer answer = ByteBuffer.wrap(bytes);
    if (Messages.kind(answer) != Messages.NOT_INITIALIZED) {
      return tell.answered(bytes, answer);
    }
    Object what = codec.decode(Messages.value(bytes));
    failure = Failure.decode((Object[]) what, codec);
    return true;
  }

  /// What the worker's initializer has thrown, or null.
  @Nullable Throwable failure() {
    return failure;
  }
}
