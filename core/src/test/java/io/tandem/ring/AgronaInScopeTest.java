package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.File;
import java.lang.foreign.Arena;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What we and Agrona's classes write into a scope, plain Agrona reads from the same file.
@Tag("oracle")
class AgronaInScopeTest {
  private static final int VALUES_BYTES = 16 * CountersReader.COUNTER_LENGTH;
  private static final int LABELS_BYTES = 16 * CountersReader.METADATA_LENGTH;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);
  private final File file = new File(scope.handle().substring(scope.handle().indexOf(':') + 1));
  private final MappedByteBuffer mapped = IoUtil.mapExistingFile(file, "scope");

  @AfterEach
  void close() {
    IoUtil.unmap(mapped);
    scope.close();
  }

  private UnsafeBuffer plain(SharedBlock block) {
    // An unnamed block's memory begins 64 bytes behind its header.
    return new UnsafeBuffer(mapped, (int) block.offset() + 64, (int) block.byteSize());
  }

  @Test
  void countersOfAScopeAreReadByPlainAgrona() {
    SharedBlock values = scope.allocate(ObjectType.RAW, VALUES_BYTES);
    SharedBlock labels = scope.allocate(ObjectType.RAW, LABELS_BYTES);
    var ours =
        new CountersManager(
            new SegmentBuffer(labels.segment()), new SegmentBuffer(values.segment()));
    int orders = ours.allocate("orders");
    ours.setCounterValue(orders, 42);

    var theirs = new CountersReader(plain(labels), plain(values));

    assertEquals(42, theirs.getCounterValue(orders));
    assertEquals("orders", theirs.getCounterLabel(orders));
  }

  @Test
  void broadcastsInAScopeAreReceivedByPlainAgrona() {
    SharedBlock block =
        scope.allocate(ObjectType.RAW, 4096 + BroadcastBufferDescriptor.TRAILER_LENGTH);
    var transmitter = new BroadcastTransmitter(new SegmentBuffer(block.segment()));
    var receiver = new BroadcastReceiver(plain(block));
    var message = new SegmentBuffer(Arena.ofAuto().allocate(8));
    message.putLong(0, 7);

    transmitter.transmit(3, message, 0, 8);

    assertTrue(receiver.receiveNext());
    assertEquals(3, receiver.typeId());
    assertEquals(7, receiver.buffer().getLong(receiver.offset()));
  }

  @Test
  void ourRingIsReadByPlainAgrona() {
    var ring = OneToOneRing.create(scope, 1024);
    var message = new SegmentBuffer(Arena.ofAuto().allocate(8));
    message.putLong(0, 99);
    try (var producer = ring.producer()) {
      producer.offer(5, message, 0, 8);
    }
    var whole = plain(ring.block());
    var plain =
        new OneToOneRingBuffer(
            new UnsafeBuffer(whole, RingLayout.BYTES, whole.capacity() - RingLayout.BYTES));
    List<String> seen = new ArrayList<>();

    plain.read((type, buffer, at, n) -> seen.add(type + ":" + buffer.getLong(at)));

    assertEquals(List.of("5:99"), seen);
  }
}
