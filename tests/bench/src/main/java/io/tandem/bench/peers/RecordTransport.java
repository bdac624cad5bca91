package io.tandem.bench.peers;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// Our queue of small records, by its blocking methods and with its default codec. Of a message,
/// its length and its first, middle and last byte cross, in the fields of a record.
final class RecordTransport implements Transport {
  private static final int STREAMS = 2;
  private static final QueueOptions OPTIONS =
      QueueOptions.DEFAULT.withBytes(CAPACITY).withMessages(CAPACITY / 32);
  private static final String[] BUYERS =
      IntStream.range(0, 1 << 7)
          .mapToObj(i -> Character.toString(i).repeat(12))
          .toArray(String[]::new);
  private static final byte TORN = -1;

  private final SharedScope scope = SharedScope.open("records", 4 * STREAMS * CAPACITY);

  /// What crosses.
  ///
  /// @param id the length, and the first byte
  /// @param buyer the middle byte, 12 times
  /// @param price the last byte
  record Fill(long id, String buyer, double price) {}

  private SharedQueue<Fill> queue(String stream) {
    return SharedQueue.open(scope, stream, OPTIONS);
  }

  @Override
  public Sender sender(String stream) {
    return new RecordSender(queue(stream));
  }

  @Override
  public Receiver receiver(String stream) {
    var room = new byte[JvmSide.LONGEST];
    return new RecordReceiver(queue(stream), room, new SegmentBuffer(MemorySegment.ofArray(room)));
  }

  private record RecordSender(SharedQueue<Fill> queue) implements Sender {
    @Override
    public MutableDirectBuffer message(int bytes) {
      return new SegmentBuffer(MemorySegment.ofArray(new byte[bytes]));
    }

    @Override
    public void send(MutableDirectBuffer message, int bytes) {
      long id = (long) bytes << Byte.SIZE | Byte.toUnsignedInt(message.getByte(0));
      String buyer = BUYERS[message.getByte(bytes / 2)];
      try {
        queue.put(new Fill(id, buyer, message.getByte(bytes - 1)));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record RecordReceiver(SharedQueue<Fill> queue, byte[] room, MutableDirectBuffer message)
      implements Receiver {
    @Override
    public int receive(MessageHandler handler, int limit) {
      try {
        Fill fill = queue.take();
        int length = (int) (fill.id >> Byte.SIZE);
        room[0] = (byte) fill.id;
        room[length / 2] = middle(fill.buyer);
        room[length - 1] = (byte) fill.price;
        handler.onMessage(1, message, 0, length);
        return 1;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static byte middle(String buyer) {
      char first = buyer.charAt(0);
      return buyer.equals(BUYERS[first]) ? (byte) first : TORN;
    }
  }
}
