package io.tandem.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A [LaunchBlock] as its child sees it: those bytes of the scope's file, read and written by plain
/// calls, which is the same memory. To map them takes a new JVM longer than an empty task, and that
/// never needs the scope.
///
/// The file stays open: to close it would drop the locks that this JVM has on it by then.
final class LaunchFile {
  private final FileChannel file;
  private final long position;

  private LaunchFile(FileChannel file, long position) {
    this.file = file;
    this.position = position;
  }

  /// @param scope its handle, which ends with `:` and the path of its file
  /// @param position of the block in that file
  static LaunchFile open(String scope, long position) throws IOException {
    Path path = Path.of(scope.substring(scope.indexOf(':') + 1));
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return new LaunchFile(file, position);
  }

  byte[] payload() throws IOException {
    int bytes = read(LaunchLayout.PAYLOAD_BYTES_AT, Integer.BYTES).getInt();
    return read(LaunchLayout.PAYLOAD_OFFSET, bytes).array();
  }

  private ByteBuffer read(long offset, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + offset + buffer.position()) < 0) {
        throw new EOFException("The task of this process is cut off: start it again.");
      }
    }
    return buffer.flip();
  }

  void setRunning() {
    write(LaunchLayout.STATE_AT, LaunchLayout.RUNNING); // pairs with LaunchBlock.isRunning
  }

  void setExitCause(int cause) {
    write(LaunchLayout.EXIT_CAUSE_AT, cause); // pairs with LaunchBlock.exitCause
  }

  /// The system call orders it behind all before.
  private void write(long offset, int value) {
    ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    try {
      file.write(word.putInt(value).flip(), position + offset);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tell the parent how far this process came", e);
    }
  }
}
