package io.tandem.process;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Ends this JVM when its parent's ends, however that died: the child's stdin is a pipe that only
/// the parent holds, so its end of file is the parent's end. Nobody writes to it but a parent that
/// hands a task to a spare.
final class Lifeline extends Thread {
  /// The exit code of a child whose parent is gone.
  static final int PARENT_GONE = 113;

  private static final long POLL_MILLIS = 100;
  private static final int LONGEST = 512;

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(1);

  private Lifeline() {
    super("tandem-lifeline");
    setDaemon(true);
  }

  /// Takes stdin; the user's `System.in` is empty from now on, as a Python child's is.
  static Lifeline hold() {
    System.setIn(InputStream.nullInputStream());
    var lifeline = new Lifeline();
    lifeline.start();
    return lifeline;
  }

  /// Lets go of stdin, when this JVM exits or halts: a JVM waits 300 ms for a thread inside a read.
  void leaveStdin() {
    interrupt();
  }

  /// The only line that a parent ever writes, to a spare.
  String awaitLine() throws InterruptedException {
    return lines.take();
  }

  @Override
  public void run() {
    try (FileChannel stdin = new FileInputStream(FileDescriptor.in).getChannel()) {
      var written = new ByteArrayOutputStream();
      for (var next = ByteBuffer.allocate(LONGEST); stdin.read(next) >= 0; next.clear()) {
        written.write(next.array(), 0, next.position());
        String text = written.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\n")) {
          lines.add(text.substring(0, text.length() - 1));
        }
      }
    } catch (ClosedByInterruptException _) {
      pollParent();
    } catch (IOException _) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }

  /// For the rest of this JVM's exit, which a shutdown hook may draw out. A dead process is
  /// nobody's parent, even while it waits to be reaped.
  private static void pollParent() {
    do { // sleeps first: most exits are over by then, and asking is slow at first
      Thread.interrupted();
      try {
        Thread.sleep(POLL_MILLIS); // a read would hold the exit up
      } catch (InterruptedException _) {
        // Goes on: nobody else may stop it.
      }
    } while (CurrentProcess.hasItsParent());
  }
}
