package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.pipe.Connection;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Sends and receives in spite of interrupts, which are meant for a task and not for the pool.
final class Uninterrupted {
  private Uninterrupted() {}

  /// Sends a message; an interrupt stays pending.
  static void send(Connection connection, byte[] message) throws IOException {
    send(connection, Codec.bytes().encode(message));
  }

  /// Sends a message; an interrupt stays pending.
  static void send(Connection connection, Encoding message) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!attempt(connection, message)) {
        interrupted = true;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean attempt(Connection connection, Encoding message) throws IOException {
    try {
      connection.sendBytes(message);
      return true;
    } catch (InterruptedException _) {
      return false; // nobody has received it
    }
  }

  /// Receives a message; an interrupt is forgotten.
  ///
  /// @param inbox has room for it
  /// @return that part of it in which it is
  static MemorySegment receive(Connection connection, MemorySegment inbox) throws IOException {
    while (true) {
      try {
        return inbox.asSlice(0, connection.receiveInto(inbox, 0));
      } catch (InterruptedException _) {
        // What has come of a message is kept.
      }
    }
  }

  /// Receives a message; an interrupt stays pending.
  static byte[] receive(Connection connection) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return connection.receiveBytes();
        } catch (InterruptedException _) {
          interrupted = true; // what has come of a message is kept
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
