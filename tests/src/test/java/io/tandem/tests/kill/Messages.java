package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.ring.ManyToOneRing;
import io.tandem.ring.RingConsumer;
import io.tandem.ring.RingProducer;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Random;
import org.agrona.MutableDirectBuffer;

/// A ring that all write to, and that one at a time reads: each writer's messages come whole, in
/// order and once, and none is missing but those that a killed reader had just been given.
final class Messages implements Work {
  private static final ObjectType TYPE = new ObjectType("messages", 1);
  private static final int WRITERS = 4096;
  private static final int CAPACITY = 64 * 1024;
  private static final int MOST_LONGS = 40;
  private static final int MOST_AT_ONCE = 100;
  private static final Duration A_LITTLE = Duration.ofMillis(1);

  // In the table: how many writers came, and for each what it sent, and what was read of it.
  private static final long CAME_AT = 0;
  private static final long FIRST_WRITER_AT = 64;
  private static final long WRITER_BYTES = 16;
  private static final long READ_AT = 8; // the last number above, how many below

  private final ManyToOneRing ring;
  private final Words table;
  private final RingProducer producer;
  private final SegmentBuffer message =
      new SegmentBuffer(MemorySegment.ofArray(new long[MOST_LONGS + 2]));
  private final int writer;
  private int sent;

  Messages(SharedScope scope) {
    long bytes = FIRST_WRITER_AT + WRITERS * WRITER_BYTES;
    table = new SegmentWords(scope.openBlock("table", TYPE, bytes).segment());
    ring = ManyToOneRing.open(scope, "ring", CAPACITY, 1);
    producer = ring.producer();
    writer = (int) table.getAndAddLong(CAME_AT, 1);
    assertTrue(writer < WRITERS, "too many writers");
  }

  private static long at(int writer) {
    return FIRST_WRITER_AT + writer * WRITER_BYTES;
  }

  @Override
  public void step(Random random) throws InterruptedException {
    for (int i = random.nextInt(10); i > 0; i--) {
      send(random.nextInt(MOST_LONGS));
    }
    if (random.nextInt(3) == 0) {
      readIfNobodyElseDoes();
    }
  }

  private void send(int longs) {
    int number = sent + 1;
    message.putLong(0, writer);
    for (int i = 1; i < longs + 2; i++) {
      message.putLong(i * Long.BYTES, number);
    }
    if (producer.offer(1, message, 0, (longs + 2) * Long.BYTES)) {
      sent = number;
      table.setLongRelease(at(writer), number);
    }
  }

  private void readIfNobodyElseDoes() throws InterruptedException {
    RingConsumer consumer;
    try {
      consumer = ring.consumer();
    } catch (IllegalStateException e) {
      return;
    }
    try (consumer) {
      consumer.poll(this::read, MOST_AT_ONCE, A_LITTLE);
    }
  }

  private void read(int type, MutableDirectBuffer buffer, int index, int length) {
    int from = (int) buffer.getLong(index);
    long number = buffer.getLong(index + Long.BYTES);
    for (int i = index + Long.BYTES; i < index + length; i += Long.BYTES) {
      assertEquals(number, buffer.getLong(i), "torn");
    }
    long before = table.getLong(at(from) + READ_AT);
    assertTrue(number > before >>> 32, "again, or out of order");
    table.setLongRelease(at(from) + READ_AT, number << 32 | (int) before + 1);
  }

  @Override
  public void finish() {
    producer.close();
    try (RingConsumer consumer = ring.consumer()) {
      while (consumer.poll(this::read, MOST_AT_ONCE) > 0) {}
    }
    long missing = 0;
    for (int each = 0; each < table.getLong(CAME_AT); each++) {
      long last = table.getLong(at(each) + READ_AT) >>> 32;
      int read = (int) table.getLong(at(each) + READ_AT);
      missing += Math.max(last, table.getLong(at(each))) - read;
    }
    long doubtful = ring.view().doubtful();
    long lost = missing;
    assertTrue(lost <= doubtful, () -> "%d lost, %d in doubt".formatted(lost, doubtful));
  }
}
