package io.tandem.bench;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Control;

/// Messages per second from one thread to another, both looking at the payload.
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
public class RingThroughput {
  private static final int DRAIN = 256;

  @Param({"tandem", "agrona", "tandem-many", "agrona-many"})
  String lane;

  @Param({"32", "1024"})
  int bytes;

  private Lane ring;
  private MutableDirectBuffer message;
  private MessageHandler check;
  private long sent;
  private long received;

  @Setup
  public void open() {
    ring = Lane.of(lane);
    message = ring.message(bytes);
    check =
        (type, buffer, index, length) -> {
          byte expected = (byte) received++;
          if (buffer.getByte(index) != expected
              || buffer.getByte(index + length / 2) != expected
              || buffer.getByte(index + length - 1) != expected) {
            throw new IllegalStateException("Message " + received + " is torn");
          }
        };
  }

  @TearDown
  public void close() {
    ring.close();
  }

  @Benchmark
  @Group("ring")
  @GroupThreads(1)
  public void send(Control control) {
    byte mark = (byte) sent;
    message.putByte(0, mark);
    message.putByte(bytes / 2, mark);
    message.putByte(bytes - 1, mark);
    while (!ring.offer(message, bytes)) {
      if (control.stopMeasurement) {
        return;
      }
      Thread.onSpinWait();
    }
    sent++;
  }

  @Benchmark
  @Group("ring")
  @GroupThreads(1)
  public int receive() {
    int polled = ring.poll(check, DRAIN);
    if (polled == 0) {
      Thread.onSpinWait();
    }
    return polled;
  }
}
