package io.tandem.bench;

import io.tandem.memory.SharedScope;
import io.tandem.pipe.Pipe;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// How many long messages a second go to another thread, which copies each out; or are copied once,
/// which is what the memory allows.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PipeThroughput {
  @Param({"pipe", "socket", "memcpy"})
  String lane;

  @Param({"65536", "1048576"})
  int bytes;

  private MemorySegment message;
  private Way way;
  private Thread receiver;

  /// Carries messages of one length.
  private interface Way extends AutoCloseable {
    void send(MemorySegment message) throws Exception;

    /// Receives until the end.
    void receive(MemorySegment target) throws Exception;

    @Override
    void close() throws IOException;
  }

  @Setup
  public void open() throws IOException {
    message = Arena.ofAuto().allocate(bytes, 64);
    MemorySegment target = Arena.ofAuto().allocate(bytes, 64);
    way =
        switch (lane) {
          case "pipe" -> new PipeWay();
          case "socket" -> new SocketWay();
          default -> new CopyWay(target);
        };
    receiver = Thread.ofPlatform().daemon().start(() -> receive(target));
  }

  private void receive(MemorySegment target) {
    try {
      way.receive(target);
    } catch (Exception _) {
      // the end
    }
  }

  @TearDown
  public void close() throws Exception {
    way.close();
    receiver.join();
  }

  @Benchmark
  public void send() throws Exception {
    way.send(message);
  }

  private static final class PipeWay implements Way {
    private final SharedScope scope = SharedScope.anonymous(1 << 22);
    private final Pipe.Simplex pipe = Pipe.simplex(scope, Pipe.CAPACITY);

    @Override
    public void send(MemorySegment message) throws Exception {
      pipe.writer().sendBytes(message);
    }

    @Override
    public void receive(MemorySegment target) throws Exception {
      while (true) {
        long _ = pipe.reader().receiveInto(target, 0);
      }
    }

    @Override
    public void close() {
      pipe.close();
      scope.close();
    }
  }

  private static final class SocketWay implements Way {
    private final SocketChannel writer;
    private final SocketChannel reader;

    SocketWay() throws IOException {
      Path folder = Files.createTempDirectory("pipe");
      var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
        writer = SocketChannel.open(address);
        reader = server.accept();
      }
      Files.delete(address.getPath());
      Files.delete(folder);
    }

    @Override
    public void send(MemorySegment message) throws IOException {
      ByteBuffer left = message.asByteBuffer();
      while (left.hasRemaining()) {
        int _ = writer.write(left);
      }
    }

    @Override
    public void receive(MemorySegment target) throws IOException {
      ByteBuffer into = target.asByteBuffer();
      while (reader.read(into) >= 0) {
        if (!into.hasRemaining()) {
          into.clear();
        }
      }
    }

    @Override
    public void close() throws IOException {
      writer.close();
      reader.close();
    }
  }

  private record CopyWay(MemorySegment target) implements Way {
    @Override
    public void send(MemorySegment message) {
      target.copyFrom(message);
    }

    @Override
    public void receive(MemorySegment target) {}

    @Override
    public void close() {}
  }
}
