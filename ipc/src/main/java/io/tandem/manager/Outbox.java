package io.tandem.manager;

import io.tandem.pipe.Connection;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// Sends a client's messages in spite of interrupts, which are for the calls.
///
/// Over a socket nobody knows whether a message that was interrupted goes out. So it is sent again,
/// and the server skips what does not have a higher number than the one before.
final class Outbox {
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private long last; // guarded by the lock

  Outbox(Connection connection) {
    this.connection = connection;
  }

  /// Is told a message's number before it is sent.
  interface Numbered {
    void is(long number);
  }

  /// @throws IOException if the connection has ended
  /// @throws IllegalArgumentException if the message is too long
  void send(byte[] message, Numbered numbered) throws IOException {
    lock.lock();
    try {
      long number = ++last;
      Messages.setNumber(message, number);
      numbered.is(number);
      sendAnyway(message);
    } finally {
      lock.unlock();
    }
  }

  private void sendAnyway(byte[] message) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          connection.sendBytes(message);
          return;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
