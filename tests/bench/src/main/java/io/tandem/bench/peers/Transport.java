package io.tandem.bench.peers;

import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// A way to send messages from one process to another: ours or a peer's.
///
/// A sender and a receiver of the same stream find each other by the folder, in any order. They
/// stay open until their process ends.
sealed interface Transport
    permits TandemTransport,
        QueueTransport,
        RecordTransport,
        PipeTransport,
        StreamTransport,
        AgronaTransport,
        AeronTransport,
        ChronicleTransport {
  /// Of the rings.
  int CAPACITY = 1 << 20;

  /// Opens the side of a stream that sends.
  Sender sender(String stream);

  /// Opens the side of a stream that receives.
  Receiver receiver(String stream);

  /// Opens a transport in this process.
  static Transport open(TransportKind kind, Path folder) {
    return switch (kind) {
      case TANDEM_SPIN, TANDEM_MANY, TANDEM -> new TandemTransport(kind);
      case QUEUE, QUEUE_BATCH -> new QueueTransport(kind);
      case PIPE -> new PipeTransport();
      case RECORDS -> new RecordTransport();
      case SOCKET, SOCKET_BATCH, TCP, FIFO -> new StreamTransport(kind, folder);
      case AGRONA_SPIN, AGRONA_MANY, AGRONA_BACKOFF -> new AgronaTransport(kind, folder);
      case AERON -> new AeronTransport(folder);
      case CHRONICLE -> new ChronicleTransport(folder);
    };
  }

  /// The side that sends.
  interface Sender {
    /// A buffer of the kind that the transport copies from best.
    MutableDirectBuffer message(int bytes);

    /// Copies a message into the transport, waiting for room. If it sends many at once, it may keep
    /// them until [#flush].
    void send(MutableDirectBuffer message, int bytes);

    /// Sends what it has kept.
    default void flush() {}
  }

  /// The side that receives.
  interface Receiver {
    /// Hands over the messages that are there, at most so many; waits for one if there is none.
    ///
    /// @return how many; it may give up with 0 now and then
    int receive(MessageHandler handler, int limit);
  }
}
