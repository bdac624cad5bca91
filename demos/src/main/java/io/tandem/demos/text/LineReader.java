package io.tandem.demos.text;

import static java.nio.file.StandardOpenOption.READ;

import io.tandem.demos.words.Utf8;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/// Splits files into lines, in a buffer of a fixed size however long the lines are.
///
/// A line ends as `BufferedReader.readLine` has it: with `\n`, `\r` or `\r\n`, or with the file.
/// One longer than the buffer is handed on in pieces, none of them empty, which are cut between
/// words; so whoever looks at words may take every piece for a line of its own. Only for a word
/// that is longer than the buffer itself the buffer grows, and shrinks again with the next file.
///
/// **Units.** `lines()` counts lines, however many pieces they came in; `bytes()` counts what was
/// read, terminators included. Both go on counting from file to file.
///
/// **Errors.** A word longer than [#MAX_WORD_BYTES] is an `IOException`, like anything else that
/// keeps a file from being read to its end; the whole lines before it have been handed on. A file
/// that becomes shorter meanwhile is read as far as it goes.
///
/// **Sharing.** One thread at a time.
public final class LineReader implements TextProducer {
  /// The longest word that can be read: 16 MiB.
  public static final int MAX_WORD_BYTES = 16 << 20;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  private final int bufferBytes;
  private byte[] buffer;
  private ByteBuffer free;
  private int start; // of the line, or of the rest of it that has not been handed on
  private boolean afterReturn; // a \n that stands at start belongs to the line before
  private long lines;
  private long bytes;

  /// @param bufferBytes the longest piece that is handed on, but for a single longer word
  public LineReader(int bufferBytes) {
    if (bufferBytes < 16 || bufferBytes > MAX_WORD_BYTES) {
      throw new IllegalArgumentException(
          "Cannot read lines through a buffer of %d bytes: choose one of 16 to %d."
              .formatted(bufferBytes, MAX_WORD_BYTES));
    }
    this.bufferBytes = bufferBytes;
    this.buffer = new byte[bufferBytes];
    this.free = ByteBuffer.wrap(buffer);
  }

  @Override
  public void read(Path file, LineSink sink) throws IOException {
    start = 0;
    afterReturn = false;
    useBuffer(buffer.length == bufferBytes ? buffer : new byte[bufferBytes], 0);
    try (var channel = FileChannel.open(file, READ)) {
      for (int read = channel.read(free); read >= 0; read = channel.read(free)) {
        bytes += read;
        splitNew(free.position() - read, sink);
        if (!free.hasRemaining()) {
          makeRoom(sink);
        }
      }
    }
    if (start < free.position()) {
      endLine(free.position(), sink);
    }
  }

  private void splitNew(int from, LineSink sink) {
    byte[] text = buffer;
    int end = free.position();
    for (int at = nextEnd(text, from, end); at < end; at = nextEnd(text, at + 1, end)) {
      byte b = text[at];
      if (b == '\n' && afterReturn && at == start) {
        start++;
      } else {
        endLine(at, sink);
      }
      afterReturn = b == '\r';
    }
  }

  /// Returns the index of the first `\n` or `\r` in a part of a text, or the end of that part.
  private static int nextEnd(byte[] text, int from, int end) {
    int at = from;
    while (true) {
      while (at <= end - Long.BYTES && !hasControl((long) LONG.get(text, at))) {
        at += Long.BYTES;
      }
      for (int stop = Math.min(at + Long.BYTES, end); at < stop; at++) {
        byte b = text[at];
        if (b == '\n' || b == '\r') {
          return at;
        }
      }
      if (at == end) {
        return end;
      }
    }
  }

  /// Whether one of eight bytes is `\r` or less: among them the ends of lines, and little else.
  private static boolean hasControl(long eight) {
    return (eight - 0x0E0E_0E0E_0E0E_0E0EL & ~eight & 0x8080_8080_8080_8080L) != 0;
  }

  private void endLine(int at, LineSink sink) {
    sink.line(buffer, start, at - start);
    lines++;
    start = at + 1;
  }

  /// Moves the unfinished line to the front of the buffer, or cuts it if it fills the buffer.
  private void makeRoom(LineSink sink) throws IOException {
    if (start == 0) {
      start = Utf8.lastCut(buffer, 0, buffer.length);
      if (start == 0) {
        growBuffer();
        return;
      }
      sink.line(buffer, 0, start);
    }
    int rest = buffer.length - start;
    System.arraycopy(buffer, start, buffer, 0, rest);
    start = 0;
    useBuffer(buffer, rest);
  }

  private void growBuffer() throws IOException {
    if (buffer.length == MAX_WORD_BYTES) {
      throw new IOException("a word in it is longer than %d bytes".formatted(MAX_WORD_BYTES));
    }
    int filled = buffer.length;
    useBuffer(Arrays.copyOf(buffer, Math.min(2 * filled, MAX_WORD_BYTES)), filled);
  }

  private void useBuffer(byte[] next, int filled) {
    if (next != buffer) {
      buffer = next;
      free = ByteBuffer.wrap(next);
    }
    free.position(filled);
  }

  @Override
  public long lines() {
    return lines;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
