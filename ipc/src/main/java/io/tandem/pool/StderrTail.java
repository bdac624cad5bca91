package io.tandem.pool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;

/// Passes a worker's stderr on, and keeps the end of it.
final class StderrTail extends OutputStream {
  private static final int BYTES = 4096;
  private static final int LINES = 10;

  private final byte[] ring = new byte[BYTES];
  private final OutputStream target;
  private long written;

  StderrTail(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    target.write(bytes, offset, length);
    keep(bytes, offset, length);
  }

  private synchronized void keep(byte[] bytes, int offset, int length) {
    for (int i = Math.max(0, length - BYTES); i < length; i++) {
      ring[(int) (written++ % BYTES)] = bytes[offset + i];
    }
  }

  /// The last lines of it.
  synchronized String lines() {
    int kept = (int) Math.min(written, BYTES);
    byte[] bytes = new byte[kept];
    for (int i = 0; i < kept; i++) {
      bytes[i] = ring[(int) ((written - kept + i) % BYTES)];
    }
    Charset charset = Charset.forName(System.getProperty("native.encoding"));
    List<String> lines = new String(bytes, charset).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }
}
