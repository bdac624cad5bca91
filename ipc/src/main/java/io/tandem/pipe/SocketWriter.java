package io.tandem.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Sends messages, one after the other, each whole.
///
/// Of a message that was begun the rest must follow, or the other end would read the next one as
/// part of it. So when an interrupt ends the wait for room in the middle of one, its rest is kept,
/// and goes out as soon as there is room; until then it is nobody's turn.
final class SocketWriter {
  /// Of one write: the JDK keeps as much native memory for each thread that writes.
  private static final int MOST_AT_ONCE = 128 << 10;

  /// Turns for all who wait for one.
  private static final int MANY = 1 << 20;

  private final GatheringByteChannel channel;
  private final Runnable askForRoom;
  private final SocketSignal room = new SocketSignal();
  private final Semaphore turn = new Semaphore(1);
  private volatile @Nullable ByteBuffer rest;

  /// @param channel that does not block
  /// @param askForRoom has [#roomCame] called once there is room
  SocketWriter(GatheringByteChannel channel, Runnable askForRoom) {
    this.channel = channel;
    this.askForRoom = askForRoom;
  }

  /// @throws IOException if the other end is gone, or this one closed
  void send(ByteBuffer body) throws IOException, InterruptedException {
    ByteBuffer header = SocketHeader.of(body.remaining());
    turn.acquire();
    boolean kept = false;
    try {
      sendAll(header, body);
    } catch (InterruptedException e) {
      kept = header.position() > 0;
      if (kept) {
        keep(header, body);
      }
      throw e;
    } finally {
      if (!kept) {
        turn.release();
      }
    }
  }

  private void sendAll(ByteBuffer header, ByteBuffer body)
      throws IOException, InterruptedException {
    while (true) {
      int seen = room.version();
      if (write(header, body)) {
        return;
      }
      askForRoom.run();
      boolean _ = room.awaitChange(seen, SocketSignal.never());
    }
  }

  /// @return whether all is written; if not, there is no room
  private boolean write(ByteBuffer header, ByteBuffer body) throws IOException {
    while (true) {
      ByteBuffer piece = body.slice(body.position(), Math.min(body.remaining(), MOST_AT_ONCE));
      long count = channel.write(new ByteBuffer[] {header, piece});
      body.position(body.position() + piece.position());
      if (!header.hasRemaining() && !body.hasRemaining()) {
        return true;
      }
      if (count == 0) {
        return false;
      }
    }
  }

  private void keep(ByteBuffer header, ByteBuffer body) {
    rest = ByteBuffer.allocate(header.remaining() + body.remaining()).put(header).put(body).flip();
    askForRoom.run();
  }

  /// Called by the [SocketThread].
  void roomCame() {
    ByteBuffer left = rest;
    if (left != null) {
      sendRest(left);
    }
    room.announce();
  }

  private void sendRest(ByteBuffer left) {
    try {
      if (!write(ByteBuffer.allocate(0), left)) {
        askForRoom.run();
        return;
      }
    } catch (IOException gone) {
      // The next who sends is told.
    }
    rest = null;
    turn.release();
  }

  /// Ends all waits, after the channel was closed.
  void close() {
    turn.release(MANY);
    room.announce();
  }
}
