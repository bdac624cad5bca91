package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.MutableDirectBuffer;

/// What was sent and what came, and what must hold between them.
final class Ledger {
  private static final int LEAST_BYTES = 2 * Integer.BYTES;

  record Message(int sender, int number) {}

  private final Set<Message> begun = new LinkedHashSet<>();
  private final Set<Message> sent = new LinkedHashSet<>();
  private final Set<Message> received = new LinkedHashSet<>();
  private final Map<Integer, Integer> lastNumber = new HashMap<>();
  private int next;

  /// Sends a message by a copy.
  ///
  /// @return false if there was no room
  boolean offer(RingProducer producer, int sender, int bytes) {
    Message message = begin(sender);
    if (!producer.offer(1, copyOf(message, bytes), 0, bytes)) {
      begun.remove(message);
      return false;
    }
    return sent.add(message);
  }

  /// Sends a message to all readers.
  void send(BroadcastProducer producer, int sender, int bytes) {
    Message message = begin(sender);
    producer.send(1, copyOf(message, bytes), 0, bytes);
    sent.add(message);
  }

  /// Sends a message that is written in place.
  void claimAndCommit(RingProducer producer, int sender, int bytes) {
    Message message = begin(sender);
    int at = producer.tryClaim(1, bytes);
    write(producer.buffer(), at, message, bytes);
    producer.commit(at);
    sent.add(message);
  }

  /// Claims, writes, and changes its mind.
  void claimAndAbort(RingProducer producer, int sender, int bytes) {
    int at = producer.tryClaim(1, bytes);
    write(producer.buffer(), at, new Message(sender, -1), bytes);
    producer.abort(at);
  }

  private Message begin(int sender) {
    var message = new Message(sender, next++);
    begun.add(message);
    return message;
  }

  private static SegmentBuffer copyOf(Message message, int bytes) {
    var copy = new SegmentBuffer(MemorySegment.ofArray(new byte[bytes]));
    write(copy, 0, message, bytes);
    return copy;
  }

  private static void write(MutableDirectBuffer buffer, int at, Message message, int bytes) {
    buffer.putInt(at, message.sender);
    buffer.putInt(at + Integer.BYTES, message.number);
    buffer.setMemory(at + LEAST_BYTES, bytes - LEAST_BYTES, (byte) message.number);
  }

  /// Takes a message in: it must have been sent, be whole, be new, and be in its sender's order.
  void receive(int type, MutableDirectBuffer buffer, int at, int bytes) {
    var message = new Message(buffer.getInt(at), buffer.getInt(at + Integer.BYTES));
    assertTrue(begun.contains(message), () -> "was never sent: " + message);
    assertEquals(1, type);
    for (int i = LEAST_BYTES; i < bytes; i++) {
      assertEquals((byte) message.number, buffer.getByte(at + i), () -> "is torn: " + message);
    }
    assertTrue(received.add(message), () -> "came twice: " + message);
    int before = lastNumber.getOrDefault(message.sender, -1);
    assertTrue(before < message.number, () -> "came after " + before + ": " + message);
    lastNumber.put(message.sender, message.number);
  }

  /// Asserts that all that were sent came.
  ///
  /// @param inFlight how many may be missing
  void assertComplete(int inFlight) {
    Set<Message> missing = new LinkedHashSet<>(sent);
    missing.removeAll(received);
    assertTrue(missing.size() <= inFlight, () -> "never came: " + missing);
  }

  /// Asserts that what was sent last came.
  void assertLatest() {
    Message latest = sent.stream().reduce((before, after) -> after).orElseThrow();
    assertTrue(received.contains(latest), () -> "never came: " + latest);
  }
}
