package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.function.IntConsumer;

/// The standard output of a child, which is a pipe.
final class PipeMedium implements Medium {
  @Override
  public String title() {
    return "pipe";
  }

  @Override
  public void transfer(int messages, IntConsumer received) throws InterruptedException {
    var output =
        new OutputStream() {
          @Override
          public void write(int b) {
            received.accept(1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            received.accept(length);
          }
        };
    JvmProcess.builder()
        .stdout(output)
        .start(
            () -> Medium.sendAll(new FileOutputStream(FileDescriptor.out).getChannel(), messages))
        .join();
  }
}
