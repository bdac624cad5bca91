package io.tandem.pool;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a worker puts into its stdout and stderr for the pool to tell what which task has printed:
/// a NUL, which sensible text does not have, a key that nobody else knows, a letter, and eight
/// digits in hexadecimal: the place of the task that has ended, whose answer comes behind, or
/// anything.
final class OutputMark {
  static final char BEGIN = 'b'; // of the first task
  static final char NEXT = 'n'; // a task has ended
  static final char END = 'e'; // of the last task
  static final int TAIL_BYTES = 9;

  private final String key;
  private final PrintStream out = System.out; // tasks may set others
  private final PrintStream err = System.err;
  private final FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
  private final FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);

  OutputMark(String key) {
    this.key = key;
  }

  /// How a mark begins.
  static byte[] start(String key) {
    return ('\0' + key).getBytes(StandardCharsets.US_ASCII);
  }

  void write(char letter, int place) {
    System.out.flush();
    System.err.flush();
    out.flush();
    err.flush();
    byte[] mark = "\0%s%c%08x".formatted(key, letter, place).getBytes(StandardCharsets.US_ASCII);
    write(stdout, mark);
    write(stderr, mark);
  }

  private static void write(FileOutputStream stream, byte[] mark) {
    try {
      stream.write(mark);
    } catch (IOException _) {
      // A task has closed it: there is nothing more to tell apart.
    }
  }
}
