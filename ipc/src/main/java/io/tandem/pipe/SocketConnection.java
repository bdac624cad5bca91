package io.tandem.pipe;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Frame;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waiting;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An end of a socket.
///
/// Nobody blocks in the channel. Who finds nothing to receive, or no room to send, asks the
/// [SocketThread] to be told of it, and sleeps on a [SocketSignal], after a [SocketSpin]. Who takes
/// more from the channel than it receives announces it, as nobody else is told of what has left the
/// channel.
final class SocketConnection implements Connection {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Codec codec;
  private final int mostBytes;
  private final String name;
  private final SocketAddress otherEnd;
  private final AtomicBoolean closed = new AtomicBoolean();

  private final ReentrantLock receiving = new ReentrantLock();
  private final SocketReader reader; // under `receiving`
  private final SocketSpin spin = new SocketSpin(); // under `receiving`
  private boolean announced; // under `receiving`: that there is something to receive
  private final SocketSignal arrived = new SocketSignal();
  private final SocketWriter writer;

  /// @param channel that is connected, and this object's from now on
  /// @param name for messages
  /// @throws IOException if it cannot be used; it is closed then
  SocketConnection(SocketChannel channel, ConnectionOptions options, String name)
      throws IOException {
    this.channel = channel;
    this.codec = options.codec();
    this.mostBytes = options.maxMessageBytes();
    this.name = name;
    this.reader = new SocketReader(channel, mostBytes);
    try {
      this.otherEnd = channel.getRemoteAddress();
      this.key = SocketThread.register(channel, this::tell);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    this.writer = new SocketWriter(channel, () -> SocketThread.ask(key, SelectionKey.OP_WRITE));
  }

  private void tell(int operations) {
    if ((operations & SelectionKey.OP_READ) != 0) {
      arrived.announce();
    }
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      writer.roomCame();
    }
  }

  private void askForBytes() {
    SocketThread.ask(key, SelectionKey.OP_READ);
  }

  /// What comes before all else. Whoever calls closes the connection if it fails.
  ///
  /// @param listening whether this end was connected to
  void authenticate(AuthenticationKey secret, boolean listening, Duration timeout)
      throws IOException, InterruptedException {
    reader.limit(Challenge.MOST_BYTES);
    var line = new Line(Waiting.deadlineAfter(NANOSECONDS.convert(timeout)));
    new Authentication(line, name, timeout).run(secret, listening);
    reader.limit(mostBytes);
  }

  /// The messages of a handshake, which none of the limits of others stop.
  private final class Line implements Handshake.Line {
    private final long deadline;

    Line(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public void send(byte[] message) throws IOException, InterruptedException {
      writeAnyway(ByteBuffer.wrap(message));
    }

    @Override
    public byte[] receive() throws IOException, InterruptedException, TimeoutException {
      return next(Challenge.MOST_BYTES, deadline);
    }
  }

  // ---- sending ----

  @Override
  public void send(@Nullable Object value) throws IOException, InterruptedException {
    Encoding message = isRaw() ? codec.encode(value) : Frame.encode(codec, value);
    byte[] bytes = new byte[checkedSize(message.size())];
    message.writeTo(MemorySegment.ofArray(bytes), 0);
    write(ByteBuffer.wrap(bytes));
  }

  @Override
  public void sendBytes(MemorySegment bytes) throws IOException, InterruptedException {
    int size = checkedSize(bytes.byteSize());
    // No other array can be a buffer; one that is read-only does not say what it is.
    boolean direct = bytes.isNative() || bytes.heapBase().orElse(null) instanceof byte[];
    write(direct ? bytes.asByteBuffer() : ByteBuffer.wrap(copy(bytes, size)));
  }

  private static byte[] copy(MemorySegment bytes, int size) {
    byte[] copy = new byte[size];
    MemorySegment.ofArray(copy).copyFrom(bytes);
    return copy;
  }

  private int checkedSize(long bytes) {
    if (bytes > mostBytes) {
      throw new IllegalArgumentException(
          "Cannot send a message of %d bytes: at most %d cross this %s. "
                  .formatted(bytes, mostBytes, name)
              + "Send it in parts, or raise ConnectionOptions.maxMessageBytes at both ends.");
    }
    return (int) bytes;
  }

  private void write(ByteBuffer message) throws IOException, InterruptedException {
    requireOpen();
    if (otherEnd instanceof InetSocketAddress && hasOtherEndClosed()) {
      throw brokenPipe(null);
    }
    writeAnyway(message);
  }

  private void writeAnyway(ByteBuffer message) throws IOException, InterruptedException {
    try {
      writer.send(message);
    } catch (IOException e) {
      throw isClosed() ? closed() : brokenPipe(e);
    }
  }

  /// TCP takes what is sent to an end that is closed, and only says so the next time.
  private boolean hasOtherEndClosed() throws ConnectionException.Closed {
    if (!receiving.tryLock()) {
      return false;
    }
    try {
      boolean _ = look();
      return reader.hasEnded();
    } finally {
      receiving.unlock();
    }
  }

  // ---- receiving ----

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
    return isRaw() ? message : Frame.decode(codec, MemorySegment.ofArray(message));
  }

  /// Whether messages have nothing in front that would say which codec wrote them.
  private boolean isRaw() {
    return codec == Codec.bytes();
  }

  @Override
  public byte[] receiveBytes(int limit) throws IOException, InterruptedException {
    Demand.requireLimit(limit);
    try {
      return next(limit, SocketSignal.never());
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public byte[] receiveBytes(Duration timeout)
      throws IOException, InterruptedException, TimeoutException {
    return next(mostBytes, Waiting.deadlineAfter(NANOSECONDS.convert(timeout)));
  }

  @Override
  public long receiveInto(MemorySegment target, long offset)
      throws IOException, InterruptedException {
    Demand.requireWritable(target, offset);
    byte[] message = receiveBytes();
    MemorySegment place = target.asSlice(offset);
    if (message.length > place.byteSize()) {
      throw new ConnectionException.BufferTooShort(
          "Cannot put a message of %d bytes into %d. It is in this exception."
              .formatted(message.length, place.byteSize()),
          message);
    }
    place.asSlice(0, message.length).copyFrom(MemorySegment.ofArray(message));
    return message.length;
  }

  private byte[] next(int limit, long deadline)
      throws IOException, InterruptedException, TimeoutException {
    while (true) {
      int seen = arrived.version();
      receiving.lockInterruptibly();
      try {
        if (fill(limit) || spin.spin(() -> fill(limit))) {
          return take(limit);
        }
      } finally {
        receiving.unlock();
      }
      askForBytes();
      if (!arrived.awaitChange(seen, deadline)) {
        throw new TimeoutException(
            "No whole message came in time over the %s. Receive again.".formatted(name));
      }
    }
  }

  private byte[] take(int limit) throws IOException {
    int length = reader.length();
    if (length > limit) {
      throw new ConnectionException.TooLong(
          "Did not receive a message of %d bytes: at most %d were wanted. ".formatted(length, limit)
              + "It is still there: receive it with a higher limit.",
          length);
    }
    announced = false;
    try {
      return reader.take();
    } finally {
      if (reader.hasMore()) {
        arrived.announce();
      }
    }
  }

  private boolean fill(int wanted) throws ConnectionException.Closed {
    requireOpen();
    try {
      boolean found = reader.fill(wanted);
      if (reader.hasFailed()) {
        release(); // so that the other end does not go on
      }
      return found;
    } catch (ClosedChannelException e) {
      throw closed();
    }
  }

  // ---- looking ----

  @Override
  public boolean poll() throws IOException {
    receiving.lock();
    try {
      return look();
    } finally {
      receiving.unlock();
    }
  }

  @Override
  public boolean poll(Duration timeout) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a message");
    }
    long deadline = Waiting.deadlineAfter(NANOSECONDS.convert(timeout));
    while (true) {
      int seen = arrived.version();
      if (poll()) {
        return true;
      }
      askForBytes();
      if (!arrived.awaitChange(seen, deadline)) {
        return false;
      }
    }
  }

  private boolean look() throws ConnectionException.Closed {
    boolean found = fill(SocketReader.FIRST_PIECE_BYTES);
    if (found && !announced) {
      announced = true;
      arrived.announce();
    }
    return found;
  }

  @Override
  public boolean isReady() {
    try {
      return poll();
    } catch (IOException closed) {
      return true;
    }
  }

  @Override
  public WaitPoint waitPoint() {
    return arrived.waitPoint(this::askForBytes);
  }

  SocketAddress otherEnd() {
    return otherEnd;
  }

  // ---- the end ----

  @Override
  public boolean isReadable() {
    return true;
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release();
    }
  }

  private void release() {
    if (channel.isOpen()) {
      SocketThread.close(key);
      arrived.announce();
      writer.close();
    }
  }

  private void requireOpen() throws ConnectionException.Closed {
    if (isClosed()) {
      throw closed();
    }
  }

  private ConnectionException.Closed closed() {
    return new ConnectionException.Closed(
        "The %s is closed: this process closed it. Open another.".formatted(name));
  }

  private ConnectionException.BrokenPipe brokenPipe(@Nullable IOException cause) {
    String found =
        channel.isOpen()
            ? "the other end of the %s is closed, or its process died"
            : "the %s was given up, as what came over it was no message or too long";
    return new ConnectionException.BrokenPipe("Cannot send: " + found.formatted(name) + ".", cause);
  }

  @Override
  public String toString() {
    return isClosed() ? name + ", closed" : name;
  }
}
