package io.tandem.memory;

import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Agrona's classes run over mapped files, in a JVM without a flag for them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AgronaOnSegmentBufferTest {
  private static final int RING_BYTES =
      4096 + org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;
  private static final int BROADCAST_BYTES =
      4096 + org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;

  @TempDir Path directory;
  private Arena arena;
  private int files;

  @BeforeEach
  void open() {
    arena = Arena.ofShared();
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private SegmentBuffer mapped(int bytes) throws IOException {
    Path file = directory.resolve("memory-" + files++);
    try (var channel = FileChannel.open(file, CREATE_NEW, READ, WRITE)) {
      return new SegmentBuffer(channel.map(READ_WRITE, 0, bytes, arena));
    }
  }

  private static SegmentBuffer text(String text) {
    return new SegmentBuffer(MemorySegment.ofArray(text.getBytes(US_ASCII)));
  }

  @Test
  void countersAreAllocatedUpdatedListedAndFreed() throws IOException {
    var labels = mapped(CountersReader.METADATA_LENGTH * 4);
    var values = mapped(CountersReader.COUNTER_LENGTH * 4);
    var manager = new CountersManager(labels, values);

    int sent = manager.allocate("sent");
    int lost = manager.allocate(7, text("key"), 0, 3, text("lost"), 0, 4);
    values.getAndAddLong(CountersReader.counterOffset(sent), 42);
    manager.setCounterValue(lost, 1);
    manager.setCounterRegistrationId(lost, 99);
    manager.appendToLabel(sent, " messages");

    var reader = new CountersReader(labels, values);
    var seen = new ArrayList<String>();
    reader.forEach((value, id, label) -> seen.add(id + " " + label + " " + value));
    assertEquals(List.of("0 sent messages 42", "1 lost 1"), seen);
    assertEquals(lost, reader.findByTypeIdAndRegistrationId(7, 99));

    manager.free(sent);
    assertEquals(CountersReader.RECORD_RECLAIMED, reader.getCounterState(sent));
    assertEquals(sent, manager.allocate("again"));
    assertEquals(0, reader.getCounterValue(sent));
  }

  /// The parts of Agrona that reach past its interface into the JDK; the line between them and the
  /// rest is what our own classes must keep to.
  @Test
  void whatBypassesTheInterfaceNeedsAFlag() throws IOException {
    var labels = mapped(CountersReader.METADATA_LENGTH * 4);
    var values = mapped(CountersReader.COUNTER_LENGTH * 4);
    var manager = new CountersManager(labels, values);

    assertThrows(LinkageError.class, () -> manager.newCounter("atomic").increment());
    assertThrows(LinkageError.class, () -> manager.allocate("key", 1, key -> key.putInt(0, 1)));
    assertThrows(LinkageError.class, () -> manager.setCounterKey(0, key -> key.putInt(0, 1)));
    assertThrows(LinkageError.class, () -> manager.forEach((_, _, key, _) -> key.getInt(0)));
    var receiver = new BroadcastReceiver(mapped(BROADCAST_BYTES));
    assertThrows(LinkageError.class, () -> new CopyBroadcastReceiver(receiver));
  }

  @Test
  void broadcastsReachEveryReceiver() throws IOException {
    var buffer = mapped(BROADCAST_BYTES);
    var transmitter = new BroadcastTransmitter(buffer);
    var plain = new BroadcastReceiver(buffer);
    var copying = new CopyBroadcastReceiver(new BroadcastReceiver(buffer), mapped(4096));

    for (String message : List.of("one", "two")) {
      transmitter.transmit(5, text(message), 0, 3);
      assertTrue(plain.receiveNext());
      assertEquals(5, plain.typeId());
      assertEquals(
          message, plain.buffer().getStringWithoutLengthAscii(plain.offset(), plain.length()));
      assertTrue(plain.validate());
      assertEquals(1, copying.receive(expect(message)));
    }
    assertFalse(plain.receiveNext());
  }

  @Test
  void aLappedReceiverIsTold() throws IOException {
    var buffer = mapped(BROADCAST_BYTES);
    var transmitter = new BroadcastTransmitter(buffer);
    var receiver = new CopyBroadcastReceiver(new BroadcastReceiver(buffer), mapped(4096));
    var message = text("x".repeat(256));

    transmitter.transmit(1, message, 0, 256);
    assertEquals(1, receiver.receive((_, _, _, _) -> {}));
    for (int i = 0; i < 100; i++) {
      transmitter.transmit(1, message, 0, 256);
    }
    assertThrows(IllegalStateException.class, () -> receiver.receive((_, _, _, _) -> {}));
  }

  private static MessageHandler expect(String message) {
    return (_, buffer, index, length) ->
        assertEquals(message, buffer.getStringWithoutLengthAscii(index, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OneToOne", "ManyToOne"})
  void ringsCarryRecordsAcrossTheirEnd(String kind) throws Exception {
    RingBuffer ring = ring(kind, mapped(RING_BYTES));
    int count = 50_000;
    var source = new SegmentBuffer(arena.allocate(512, 8));
    var producer =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                source.putInt(0, i);
                while (!ring.write(1 + i % 3, source, 0, 4 + i % 97)) {
                  Thread.onSpinWait();
                }
              }
            });
    producer.start();

    var read = new int[1];
    var wrong = new ArrayList<String>();
    while (read[0] < count && wrong.isEmpty()) {
      ring.read(
          (type, buffer, index, length) -> {
            int i = read[0]++;
            if (buffer.getInt(index) != i || type != 1 + i % 3 || length != 4 + i % 97) {
              wrong.add("record " + i + " of type " + type + ", " + length + " bytes");
            }
          });
    }
    producer.join(TimeUnit.SECONDS.toMillis(10));
    assertEquals(List.of(), wrong);
    assertEquals(0, ring.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"OneToOne", "ManyToOne"})
  void claimsAreCommittedOrAborted(String kind) throws IOException {
    RingBuffer ring = ring(kind, mapped(RING_BYTES));

    ring.abort(ring.tryClaim(1, 8));
    int index = ring.tryClaim(1, 3);
    ring.buffer().putStringWithoutLengthAscii(index, "yes");
    assertEquals(0, ring.read((_, _, _, _) -> {}));
    ring.commit(index);

    assertEquals(1, ring.read(expect("yes")));
    assertEquals(0, ring.nextCorrelationId());
    ring.consumerHeartbeatTime(7);
    assertEquals(7, ring.consumerHeartbeatTime());
  }

  @Test
  void aProducerThatDiedInTheMiddleIsUnblocked() throws IOException {
    var ring = new ManyToOneRingBuffer(mapped(RING_BYTES));
    ring.tryClaim(1, 8);
    ring.write(1, text("next"), 0, 4);

    assertEquals(0, ring.read(expect("next")));
    assertTrue(ring.unblock());
    assertEquals(1, ring.read(expect("next")));
  }

  @Test
  void aRingOnAnArrayIsRefusedWithTheReason() {
    var refused =
        assertThrows(IllegalStateException.class, () -> ring("OneToOne", onHeap(RING_BYTES)));
    assertTrue(refused.getMessage().contains("Use direct memory"), refused::getMessage);
  }

  private static SegmentBuffer onHeap(int bytes) {
    return new SegmentBuffer(MemorySegment.ofArray(new byte[bytes]));
  }

  private static RingBuffer ring(String kind, SegmentBuffer buffer) {
    return kind.equals("OneToOne")
        ? new OneToOneRingBuffer(buffer)
        : new ManyToOneRingBuffer(buffer);
  }
}
