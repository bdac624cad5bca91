package io.tandem.pipe;

import io.tandem.peer.ExitStep;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The one thread of this process that waits for sockets, and tells those who wait for one. It
/// never waits for anything else. So an interrupt ends a wait, where it would close a channel that
/// a thread blocks in, and a wait for several sockets costs no thread for each.
final class SocketThread implements Runnable {
  private static final System.Logger LOGGER = System.getLogger(SocketThread.class.getName());

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1); // once it exits
  private static final long AWAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /// Told once for each time that it was asked for.
  interface Handler {
    /// @param operations as [SelectionKey#readyOps] has them
    void ready(int operations);
  }

  private static final class Only {
    static final SocketThread INSTANCE = new SocketThread();
  }

  private final Selector selector;
  private volatile boolean exiting;

  private SocketThread() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("tandem-sockets").start(this);
    ExitStep.LEAVE_KERNEL.addOrRun(this::leaveKernel);
  }

  private void leaveKernel() {
    exiting = true;
    selector.wakeup();
  }

  /// Makes a channel known, which does not block from now on, and asks for nothing yet.
  static SelectionKey register(SelectableChannel channel, Handler handler) throws IOException {
    channel.configureBlocking(false);
    return channel.register(Only.INSTANCE.selector, 0, handler);
  }

  /// Has the handler told, once, when one of these operations would do something.
  static void ask(SelectionKey key, int operations) {
    try {
      if ((key.interestOpsOr(operations) & operations) != operations) {
        key.selector().wakeup();
      }
    } catch (CancelledKeyException closed) {
      // Whoever closes it tells those who wait.
    }
  }

  /// Closes a channel, and gives its number back to the system soon.
  static void close(SelectionKey key) {
    if (key.channel() instanceof SocketChannel connected) {
      quietly(connected::shutdownInput); // or a Unix socket would take what is sent to it for now
    }
    quietly(key.channel());
    key.selector().wakeup(); // a closed channel stays open until the selector has let go of it
  }

  /// As [#close], and waits until the system has it back, so that nobody connects any more. Not for
  /// the thread itself, which gives it back.
  static void closeAndAwait(SelectionKey key) {
    close(key);
    while (key.channel().isRegistered()) { // for as long as the thread tells others
      LockSupport.parkNanos(key, AWAIT_NANOS);
    }
  }

  private static void quietly(Closeable end) {
    try {
      end.close();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "A socket ended badly", e);
    }
  }

  @Override
  public void run() {
    while (true) {
      try {
        if (exiting) {
          selector.selectNow(SocketThread::tell);
          LockSupport.parkNanos(this, NAP_NANOS);
        } else {
          selector.select(SocketThread::tell);
        }
      } catch (IOException | RuntimeException e) {
        LOGGER.log(Level.ERROR, "Waiting for sockets failed", e);
      }
    }
  }

  private static void tell(SelectionKey key) {
    try {
      int ready = key.readyOps();
      key.interestOpsAnd(~ready); // first, so that whoever asks again while being told is told
      ((Handler) key.attachment()).ready(ready);
    } catch (CancelledKeyException closed) {
      // Whoever closed it has told.
    }
  }
}
