package io.tandem.bench;

import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The time for a message to another thread and its echo back, both sides spinning.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingRoundTrip {
  @Param({"tandem", "agrona", "tandem-many", "agrona-many", "tandem-park"})
  String lane;

  @Param({"32", "1024"})
  int bytes;

  private final MessageHandler ignore = (type, buffer, index, length) -> {};
  private Lane there;
  private Lane back;
  private MutableDirectBuffer message;
  private Thread echo;
  private volatile boolean stopped;

  @Setup
  public void open() {
    there = Lane.of(lane);
    back = Lane.of(lane);
    message = there.message(bytes);
    echo = new Thread(this::echo, "echo");
    echo.setDaemon(true);
    echo.start();
  }

  private void echo() {
    MutableDirectBuffer reply = back.message(bytes);
    MessageHandler send =
        (type, buffer, index, length) -> {
          reply.putBytes(0, buffer, index, length);
          while (!back.offer(reply, length) && !stopped) {
            Thread.onSpinWait();
          }
        };
    while (!stopped) {
      there.await(send);
    }
  }

  @TearDown
  public void close() throws InterruptedException {
    stopped = true;
    echo.join();
    there.close();
    back.close();
  }

  @Benchmark
  public void thereAndBack() {
    there.offer(message, bytes);
    while (!back.await(ignore)) {}
  }
}
