package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Frame;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.park.WaitPoint;
import io.tandem.word.SegmentWords;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// An end of a pipe as its users see it. It keeps the pipe's memory mapped while it is used, and
/// travels as a handle.
final class PipeConnection extends SharedObject implements Connection {
  static final ObjectType TYPE = new ObjectType("pipe", 1);

  private static final long serialVersionUID = 1;

  private final transient PipeEnd end;
  private final transient @Nullable Codec codec; // null for the one of objects

  /// @param first or else the second
  PipeConnection(SharedBlock block, boolean first, @Nullable Codec codec) {
    super(block, first ? PipeLayout.FIRST_AT : PipeLayout.SECOND_AT, TYPE);
    this.codec = codec;
    this.end =
        companion(
            PipeEnd.class,
            (words, at, peers, parker) ->
                new PipeEnd(
                    PipeMemory.of(words.segment(), SegmentWords::new, peers, parker),
                    at == PipeLayout.FIRST_AT));
  }

  /// Makes the memory of a pipe.
  ///
  /// @param rings 1 or 2
  static SharedBlock allocate(SharedScope scope, int capacity, int rings) {
    SharedBlock block = scope.allocate(TYPE, PipeLayout.byteSize(capacity, rings));
    PipeMemory.initialize(block.segment(), capacity, rings, scope.peers());
    return block;
  }

  // ---- objects ----

  private Codec codec() {
    return codec == null ? Codec.data() : codec;
  }

  @Override
  public void send(@Nullable Object value) throws IOException, InterruptedException {
    Sending sending = sending();
    try {
      sending.send(Frame.encode(codec(), value));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public @Nullable Object receive() throws IOException, InterruptedException {
    return decode(receiveBytes());
  }

  @Override
  public @Nullable Object receive(Duration timeout)
      throws IOException, InterruptedException, TimeoutException {
    return decode(receiveBytes(timeout));
  }

  private @Nullable Object decode(byte[] message) {
    return Frame.decode(codec(), MemorySegment.ofArray(message));
  }

  // ---- bytes ----

  @Override
  public void sendBytes(MemorySegment bytes) throws IOException, InterruptedException {
    try {
      sending().send(bytes);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void sendBytes(Encoding bytes) throws IOException, InterruptedException {
    try {
      sending().send(bytes);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public byte[] receiveBytes(int limit) throws IOException, InterruptedException {
    Demand.requireLimit(limit);
    byte[] message = receiveBytes(limit, EndWait.FOR_EVER);
    if (message == null) {
      throw new AssertionError("for ever is over");
    }
    return message;
  }

  @Override
  public byte[] receiveBytes(Duration timeout)
      throws IOException, InterruptedException, TimeoutException {
    byte[] message = receiveBytes(Integer.MAX_VALUE, nanos(timeout));
    if (message == null) {
      throw new TimeoutException("No message has come whole within %s.".formatted(timeout));
    }
    return message;
  }

  private byte @Nullable [] receiveBytes(int limit, long nanos)
      throws IOException, InterruptedException {
    try {
      return receiving().bytes(limit, nanos);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public long receiveInto(MemorySegment target, long offset)
      throws IOException, InterruptedException {
    Demand.requireWritable(target, offset);
    try {
      return receiving().into(target, offset);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // ---- what is there ----

  @Override
  public boolean poll() throws IOException {
    try {
      Receiving _ = receiving();
      end.requireOpen();
      return end.isReady();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public boolean poll(Duration timeout) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a message");
    }
    try {
      Receiving _ = receiving();
      return end.poll(nanos(timeout));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public boolean isReady() {
    try {
      Receiving _ = receiving();
      return end.isReady();
    } catch (IOException _) {
      return true; // closed, which receiving says at once
    }
  }

  @Override
  public WaitPoint waitPoint() {
    return end.waitPoint();
  }

  @Override
  public boolean isReadable() {
    return end.isReadable();
  }

  @Override
  public boolean isWritable() {
    return end.isWritable();
  }

  @Override
  public boolean isClosed() {
    return end.isClosed();
  }

  @Override
  public void close() {
    if (end.close()) {
      block().free();
    }
  }

  @Override
  public void free() {
    throw new UnsupportedOperationException("A pipe is freed when both of its ends are closed");
  }

  private Sending sending() throws IOException {
    end.use(block());
    return end.sending();
  }

  private Receiving receiving() throws IOException {
    end.use(block());
    return end.receiving();
  }

  private static long nanos(Duration timeout) {
    return TimeUnit.NANOSECONDS.convert(timeout);
  }

  @Override
  public String toString() {
    return describe(
        offset() == PipeLayout.FIRST_AT ? "first end of a pipe" : "second end of a pipe");
  }

  // ---- from process to process ----

  @Override
  protected Serializable handle() {
    boolean raw = codec == Codec.bytes();
    if (!raw && codec != null && !(codec instanceof Serializable)) {
      throw new IllegalStateException(
          "Cannot send an end of a pipe to another process: its codec '%s' is not Serializable. "
                  .formatted(codec.name())
              + "Make it so, or the pipe with another one.");
    }
    end.give();
    return new Handle(block(), offset() == PipeLayout.FIRST_AT, raw, raw ? null : codec);
  }

  /// What travels instead of an end.
  private record Handle(SharedBlock block, Boolean first, Boolean raw, @Nullable Codec codec)
      implements Serializable {
    private Object readResolve() {
      var connection = new PipeConnection(block, first, raw ? Codec.bytes() : codec);
      connection.end.arrive();
      return connection;
    }
  }
}
