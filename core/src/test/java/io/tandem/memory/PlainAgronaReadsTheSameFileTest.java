package io.tandem.memory;

import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.broadcast.CopyBroadcastReceiver;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written over a [SegmentBuffer], an Agrona that has never heard of it reads, and back.
@Tag("oracle")
class PlainAgronaReadsTheSameFileTest {
  private static final int BYTES = 8192;

  @TempDir Path directory;
  private Arena arena;
  private MappedByteBuffer mapping;
  private AtomicBuffer ours;
  private AtomicBuffer plain;

  @BeforeEach
  void mapTwice() throws IOException {
    arena = Arena.ofShared();
    Path file = directory.resolve("memory");
    try (var channel = FileChannel.open(file, CREATE_NEW, READ, WRITE)) {
      ours = new SegmentBuffer(channel.map(READ_WRITE, 0, BYTES, arena));
    }
    mapping = IoUtil.mapExistingFile(file.toFile(), "memory");
    plain = new UnsafeBuffer(mapping);
  }

  @AfterEach
  void unmap() {
    IoUtil.unmap(mapping);
    arena.close();
  }

  private static AtomicBuffer part(AtomicBuffer whole, int offset, int length) {
    if (whole instanceof SegmentBuffer buffer) {
      return new SegmentBuffer(buffer.segment().asSlice(offset, length));
    }
    return new UnsafeBuffer(whole, offset, length);
  }

  private static SegmentBuffer text(String text) {
    var buffer = new SegmentBuffer(Arena.ofAuto().allocate(64, 8));
    buffer.wrap(text.getBytes(US_ASCII));
    return buffer;
  }

  @Test
  void counters() {
    int labels = CountersReader.METADATA_LENGTH * 4;
    int values = CountersReader.COUNTER_LENGTH * 4;
    var manager = new CountersManager(part(ours, 0, labels), part(ours, labels, values));
    int id = manager.allocate(3, text("key"), 0, 3, text("orders"), 0, 6);
    manager.setCounterValue(id, 41);

    var reader = new CountersManager(part(plain, 0, labels), part(plain, labels, values));
    var seen = new ArrayList<String>();
    reader.forEach((value, counter, label) -> seen.add(counter + " " + label + " " + value));
    reader.forEach(
        (counter, type, key, label) ->
            seen.add(type + " " + key.getStringWithoutLengthAscii(0, 3) + " " + label));
    part(plain, labels, values).getAndAddLong(CountersReader.counterOffset(id), 1);

    assertEquals(List.of("0 orders 41", "3 key orders"), seen);
    assertEquals(42, manager.getCounterValue(id));
  }

  @Test
  void broadcasts() {
    int bytes = 4096 + org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
    var transmitter = new BroadcastTransmitter(part(ours, 0, bytes));
    var receiver = new CopyBroadcastReceiver(new BroadcastReceiver(part(plain, 0, bytes)));
    var back = new BroadcastReceiver(part(ours, 0, bytes));

    transmitter.transmit(9, text("tick"), 0, 4);
    assertEquals(1, receiver.receive(expect(9, "tick")));
    assertTrue(back.receiveNext());

    new BroadcastTransmitter(part(plain, 0, bytes)).transmit(8, text("tock"), 0, 4);
    assertTrue(back.receiveNext());
    assertEquals("tock", back.buffer().getStringWithoutLengthAscii(back.offset(), back.length()));
  }

  @Test
  void ringRecords() {
    int bytes = 4096 + org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;
    exchange(
        new OneToOneRingBuffer(part(ours, 0, bytes)),
        new OneToOneRingBuffer(part(plain, 0, bytes)));
    ours.setMemory(0, BYTES, (byte) 0);
    exchange(
        new ManyToOneRingBuffer(part(ours, 0, bytes)),
        new ManyToOneRingBuffer(part(plain, 0, bytes)));
  }

  private static void exchange(RingBuffer ours, RingBuffer plain) {
    for (int lap = 0; lap < 300; lap++) {
      String message = "record " + lap;
      assertTrue(ours.write(2, text(message), 0, message.length()));
      assertEquals(1, readOne(plain, expect(2, message)));
      assertTrue(plain.write(3, text(message), 0, message.length()));
      assertEquals(1, readOne(ours, expect(3, message)));
    }
    assertEquals(ours.producerPosition(), plain.consumerPosition());
  }

  /// Reads past the padding at the end of the ring, which a read stops at.
  private static int readOne(RingBuffer ring, MessageHandler handler) {
    int read = ring.read(handler, 1);
    return read == 1 ? read : ring.read(handler, 1);
  }

  private static MessageHandler expect(int expectedType, String message) {
    return (type, buffer, index, length) -> {
      assertEquals(expectedType, type);
      assertEquals(message, buffer.getStringWithoutLengthAscii(index, length));
    };
  }
}
