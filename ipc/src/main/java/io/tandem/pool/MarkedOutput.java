package io.tandem.pool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// Takes what a worker prints to pieces, one for each task, at the marks that it puts behind them,
/// see [OutputMark].
final class MarkedOutput extends OutputStream {
  private static final int MOST = 1 << 20; // bytes of a task
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final byte[] start;
  private final OutputStream outside;
  private final OutputStream all;

  // Guarded by this.
  private final byte[] mark;
  private int matched;
  private boolean inTasks;
  private boolean lost; // the worker puts no marks there any more
  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final Deque<Piece> pieces = new ArrayDeque<>();

  private record Piece(int place, String text) {}

  /// @param key of its marks
  /// @param outside takes what comes before the first task, and behind the last
  /// @param all takes everything, without marks
  MarkedOutput(String key, OutputStream outside, OutputStream all) {
    this.start = OutputMark.start(key);
    this.mark = Arrays.copyOf(start, start.length + OutputMark.TAIL_BYTES);
    this.outside = outside;
    this.all = all;
  }

  // ---- the thread that reads the worker's output ----

  @Override
  public synchronized void write(int b) throws IOException {
    if (matched >= start.length || (byte) b == start[matched]) {
      mark[matched++] = (byte) b;
      if (matched == mark.length) {
        matched = 0;
        take((char) mark[start.length]);
      }
    } else if (matched > 0) {
      int length = matched;
      matched = 0;
      keep(start, length); // it was no mark
      write(b);
    } else {
      keep(new byte[] {(byte) b}, 1);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
    if (!inTasks) {
      outside.flush();
    }
  }

  private void keep(byte[] bytes, int length) throws IOException {
    all.write(bytes, 0, length);
    if (!inTasks) {
      outside.write(bytes, 0, length);
      return;
    }
    text.write(bytes, 0, length);
    if (text.size() >= 2 * MOST) {
      text = last(text);
    }
  }

  private static ByteArrayOutputStream last(ByteArrayOutputStream text) {
    var last = new ByteArrayOutputStream();
    last.write(text.toByteArray(), text.size() - MOST, MOST);
    return last;
  }

  private void take(char letter) {
    if (letter == OutputMark.NEXT) {
      String digits = new String(mark, start.length + 1, OutputMark.TAIL_BYTES - 1, US_ASCII);
      pieces.addLast(new Piece(Integer.parseUnsignedInt(digits, 16), takeText()));
      notifyAll();
    }
    inTasks = letter != OutputMark.END;
  }

  private String takeText() {
    ByteArrayOutputStream taken = text.size() > MOST ? last(text) : text;
    text = new ByteArrayOutputStream();
    return taken.toString(Charset.forName(System.getProperty("native.encoding")));
  }

  // ---- whoever receives the answers ----

  /// What the task at a place has printed. Its mark was written before its answer. An interrupt
  /// stays pending.
  String of(int place) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return await(place);
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

  private synchronized String await(int place) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
        if (piece.place == place) {
          return piece.text;
        }
      }
      long left = deadline - System.nanoTime();
      if (lost || left <= 0) {
        lost = true;
        return takeText();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /// After the worker's end: what the task has printed in which it died.
  synchronized String rest() {
    return takeText();
  }
}
