package io.tandem.demos.programs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.IntConsumer;

/// What the messages of [ThroughputLadder] go through: from a process that sends them one by one to
/// this one, which takes as many at a time as there are.
interface Medium {
  /// Of each message.
  int BYTES = 1024;

  String title();

  /// Sends messages and receives them.
  ///
  /// @param received gets the number of bytes whenever some have come
  void transfer(int messages, IntConsumer received) throws IOException, InterruptedException;

  /// Sends them, each with one call.
  static void sendAll(WritableByteChannel channel, int messages) throws IOException {
    var message = ByteBuffer.allocateDirect(BYTES);
    for (int i = 0; i < messages; i++) {
      message.clear();
      while (message.hasRemaining()) {
        channel.write(message);
      }
    }
  }
}
