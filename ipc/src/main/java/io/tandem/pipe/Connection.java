package io.tandem.pipe;

import io.tandem.codec.Encoding;
import io.tandem.park.Waitable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One of two ends that send each other messages, between threads or processes.
///
/// **Shape.** A message is bytes, none at all or as many as memory allows, and arrives whole and
/// once, in the order of sending. [#send] encodes an object by the codec that the connection was
/// made with; [#receive] decodes what `send` of the other end sent. Raw bytes are for
/// [#receiveBytes] and [#receiveInto].
///
/// **Units.** Bytes. A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too: each message of several that send is whole, and each
/// is received by one of several that receive. What was done before a message was sent, its
/// receiver sees. A send may wait until there is room, that is, for the other end to receive: two
/// ends that both send much and receive nothing wait for ever, as on any pipe.
///
/// **Lifetime.** [#close()] says that no more will come from here, and that no more is wanted; so
/// does the death of the process. The other end first receives what was sent before. Then, and
/// always from then on, receiving is an [EOFException].
///
/// **Errors.** Receiving throws:
/// - [EOFException] at the end: the other end is closed, or its process died, and all that it sent
///   was received
/// - [ConnectionException.CutOff], once, if it died in the middle of a message; the end follows
/// - over a socket, [ConnectionException.Malformed] or [ConnectionException.TooLong], from then on,
///   once something came that is no message, or too long a one for the [ConnectionOptions]
///
/// Sending throws [ConnectionException.BrokenPipe] once the other end is closed or dead, also while
/// it waits for room. Both throw:
/// - [ConnectionException.Closed] once this end is closed, also in threads that were waiting
/// - [UnsupportedOperationException] on an end that is for the other direction only
/// - [InterruptedException] if the thread is interrupted before or meanwhile. A message that was
///   being sent is not received by anybody (over a socket it is, if some of it had gone out
///   already); one that was being received is received by the next who asks.
///
/// **Source.** Python's `multiprocessing.connection.Connection`, where a message that is longer
/// than one receiver wants makes the connection useless, and a process that has inherited the other
/// end keeps the end of the stream from being seen.
///
/// ```java
/// try (var pipe = Pipe.duplex()) {
///   var client = pipe.second();
///   try (var adder =
///       JvmProcess.start(
///           () -> {
///             while (client.receive() instanceof Integer number && number > 0) {
///               client.send(number + 1);
///             }
///           })) {
///     pipe.first().send(41);
///     System.out.println(pipe.first().receive()); // 42
///     pipe.first().send(0);
///   }
/// }
/// ```
public interface Connection extends Waitable, AutoCloseable {
  /// Connects to a [Listener], or to one of Python's `multiprocessing.connection`.
  ///
  /// Who has no key does not look for a handshake, as in Python: if the listener has one, its
  /// challenge, which begins with `#CHALLENGE#`, is the first message received here; whatever is
  /// sent then is a wrong answer, and the listener drops this end.
  ///
  /// @param address a [java.net.UnixDomainSocketAddress], or an [java.net.InetSocketAddress] of
  ///   this machine's loopback unless [ConnectionOptions#allowRemote] says otherwise
  /// @return the connection, authenticated if the options have a key
  /// @throws AuthenticationException if the other end has another key, or none
  /// @throws java.net.ConnectException if nobody listens there, or takes nobody in time
  /// @throws IllegalArgumentException if the address is of another kind, or too far away
  static Connection connect(SocketAddress address, ConnectionOptions options)
      throws IOException, InterruptedException {
    return SocketConnector.connect(address, options);
  }

  // ---- objects ----

  /// Sends an object, waiting for room.
  ///
  /// @throws io.tandem.codec.CodecException.Unencodable if the codec cannot encode it; nothing was
  ///   sent
  /// @throws ConnectionException.BrokenPipe if the other end is closed or dead
  void send(@Nullable Object value) throws IOException, InterruptedException;

  /// Receives an object, waiting for it.
  ///
  /// @throws io.tandem.codec.CodecException if the message cannot be decoded; it is gone
  /// @throws EOFException if no message is there and none will come
  @Nullable Object receive() throws IOException, InterruptedException;

  /// As [#receive()], but waits no longer than a timeout.
  ///
  /// @throws TimeoutException if no whole message came in this time
  @Nullable Object receive(Duration timeout)
      throws IOException, InterruptedException, TimeoutException;

  // ---- bytes ----

  /// Sends all bytes of an array, waiting for room.
  ///
  /// @throws ConnectionException.BrokenPipe if the other end is closed or dead
  default void sendBytes(byte[] bytes) throws IOException, InterruptedException {
    sendBytes(MemorySegment.ofArray(bytes));
  }

  /// Sends some bytes of an array, waiting for room.
  ///
  /// @throws IndexOutOfBoundsException if the array has no such bytes
  /// @throws ConnectionException.BrokenPipe if the other end is closed or dead
  default void sendBytes(byte[] bytes, int offset, int length)
      throws IOException, InterruptedException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    sendBytes(MemorySegment.ofArray(bytes).asSlice(offset, length));
  }

  /// Sends all bytes of a segment, waiting for room.
  ///
  /// @throws ConnectionException.BrokenPipe if the other end is closed or dead
  void sendBytes(MemorySegment bytes) throws IOException, InterruptedException;

  /// Sends the bytes of an encoding, waiting for room. If they fit into one record of a pipe, they
  /// are written straight to where they are received. What writing them throws comes out of here,
  /// and nothing was sent.
  ///
  /// @throws io.tandem.codec.CodecException.Unencodable if they go through a socket and are more
  ///   than an array can hold
  /// @throws ConnectionException.BrokenPipe if the other end is closed or dead
  default void sendBytes(Encoding bytes) throws IOException, InterruptedException {
    sendBytes(bytes.toBytes());
  }

  /// Receives the bytes of a message, waiting for it.
  ///
  /// @throws EOFException if no message is there and none will come
  default byte[] receiveBytes() throws IOException, InterruptedException {
    return receiveBytes(Integer.MAX_VALUE);
  }

  /// As [#receiveBytes()], if the message is not too long.
  ///
  /// @param limit the most bytes that the caller wants: 0 or more
  /// @throws ConnectionException.TooLong if the message has more; it stays the next to be received
  byte[] receiveBytes(int limit) throws IOException, InterruptedException;

  /// As [#receiveBytes()], but waits no longer than a timeout.
  ///
  /// @throws TimeoutException if no whole message came in this time
  byte[] receiveBytes(Duration timeout) throws IOException, InterruptedException, TimeoutException;

  /// Receives the bytes of a message into memory of the caller, waiting for it. Whatever is thrown,
  /// the memory may have been written to.
  ///
  /// @param offset in the target, of the message's first byte
  /// @return the message's length
  /// @throws IndexOutOfBoundsException if the target has no such offset
  /// @throws IllegalArgumentException if this thread may not write to the target
  /// @throws ConnectionException.BufferTooShort if the message does not fit; all of it is in the
  ///   exception
  /// @throws EOFException if no message is there and none will come
  long receiveInto(MemorySegment target, long offset) throws IOException, InterruptedException;

  // ---- what is there ----

  /// Whether receiving would find something at once: a message, or the beginning of a long one, or
  /// the end. Takes nothing.
  ///
  /// @throws ConnectionException.Closed if this end is closed
  boolean poll() throws IOException;

  /// As [#poll()], but waits for it, at most for a timeout.
  ///
  /// @return false if there was nothing in this time
  /// @throws ConnectionException.Closed if this end is closed
  boolean poll(Duration timeout) throws IOException, InterruptedException;

  /// As [#poll()], but true on an end that is closed: receiving says so at once.
  ///
  /// @throws UnsupportedOperationException on an end that cannot receive
  @Override
  boolean isReady();

  /// Whether this end may receive.
  boolean isReadable();

  /// Whether this end may send.
  boolean isWritable();

  /// Whether this end was closed, by this process.
  boolean isClosed();

  /// Says that no more will come from here and no more is wanted. Threads that wait on this end
  /// throw [ConnectionException.Closed]. Again is harmless.
  @Override
  void close();
}
