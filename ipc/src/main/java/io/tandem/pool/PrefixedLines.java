package io.tandem.pool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/// Passes lines on, each as a whole and with a prefix. A line that does not end is passed on in
/// pieces.
final class PrefixedLines extends OutputStream {
  private static final int LONGEST = 64 * 1024;

  private final byte[] prefix;
  private final OutputStream target;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  PrefixedLines(String prefix, OutputStream target) {
    this.prefix = prefix.getBytes(Charset.forName(System.getProperty("native.encoding")));
    this.target = target;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    if (line.size() == 0) {
      line.writeBytes(prefix);
    }
    line.write(b);
    if (b == '\n' || line.size() >= LONGEST) {
      pass();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  private void pass() throws IOException {
    target.write(line.toByteArray());
    target.flush();
    line.reset();
  }

  /// Passes on what is left without an end of line.
  synchronized void end() {
    try {
      if (line.size() > 0) {
        write('\n');
      }
    } catch (IOException _) {
      // Whoever does not read it does not miss it.
    }
  }
}
