package io.tandem.process;

import java.io.EOFException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A [LaunchBlock] as its child sees it: those bytes of the scope's file, read and written by plain
/// calls, which is the same memory. To map them takes a new JVM longer than an empty task, and that
/// never needs the scope.
///
/// The file stays open: to close it would drop the locks that this JVM has on it by then. So it is
/// no channel either, which an interrupt closes.
final class LaunchFile {
  private final RandomAccessFile file;
  private final long position;

  private LaunchFile(RandomAccessFile file, long position) {
    this.file = file;
    this.position = position;
  }

  /// @param scope its handle, which ends with `:` and the path of its file
  /// @param position of the block in that file
  static LaunchFile open(String scope, long position) throws IOException {
    var path = new File(scope.substring(scope.indexOf(':') + 1));
    if (!path.exists()) { // `rw` would make one
      throw new FileNotFoundException("The parent has ended, and %s with it.".formatted(path));
    }
    return new LaunchFile(new RandomAccessFile(path, "rw"), position);
  }

  byte[] payload() throws IOException {
    int bytes = read(LaunchLayout.PAYLOAD_BYTES_AT, Integer.BYTES).getInt();
    return read(LaunchLayout.PAYLOAD_OFFSET, bytes).array();
  }

  private synchronized ByteBuffer read(long offset, int bytes) throws IOException {
    byte[] read = new byte[bytes];
    file.seek(position + offset);
    try {
      file.readFully(read);
    } catch (EOFException _) {
      throw new EOFException("The task of this process is cut off: start it again.");
    }
    return ByteBuffer.wrap(read).order(ByteOrder.nativeOrder());
  }

  void setRunning() {
    write(LaunchLayout.STATE_AT, LaunchLayout.RUNNING); // pairs with LaunchBlock.isRunning
  }

  void setExitCause(int cause) {
    write(LaunchLayout.EXIT_CAUSE_AT, cause); // pairs with LaunchBlock.exitCause
  }

  /// The system call orders it behind all before.
  private synchronized void write(long offset, int value) {
    ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    try {
      file.seek(position + offset);
      file.write(word.putInt(value).array());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tell the parent how far this process came", e);
    }
  }
}
