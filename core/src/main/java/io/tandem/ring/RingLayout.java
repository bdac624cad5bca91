package io.tandem.ring;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What a ring's block holds in front of the ring itself: who may write and who may read.
///
/// ```text
/// offset  size  field              written by            read by
///      0     4  capacity           maker, plain          anybody, after attach
///      4     4  expectedProducers  maker, plain          anybody, after attach
///      8     8  consumerPid        consumer, CAS         next consumer, acquire
///     16    64  consumerName       consumer, plain       next consumer, plain
///     80     8  producerPid        producer, CAS         next producer, acquire
///     88    64  producerName       producer, plain       next producer, plain
///    152   104  -
///    256     8  attendance         producers, atomic     consumer, acquire
///    264   120  -
///    384
/// ```
///
/// Behind it, at byte 384, lies an Agrona ring buffer: `capacity` bytes of records and Agrona's
/// trailer. `attendance` counts the producers that came in its low 32 bits and those that left in
/// its high 32 bits. The names are for messages: a process that looks while one is being written
/// sees part of it.
final class RingLayout {
  static final int NAME_BYTES = 64;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("capacity"),
              JAVA_INT.withName("expectedProducers"),
              JAVA_LONG.withName("consumerPid"),
              sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("consumerName"),
              JAVA_LONG.withName("producerPid"),
              sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("producerName"),
              paddingLayout(104),
              JAVA_LONG.withName("attendance"),
              paddingLayout(120))
          .withName("ring");

  static final long BYTES = LAYOUT.byteSize();

  static final VarHandle CAPACITY = field("capacity");
  static final VarHandle EXPECTED_PRODUCERS = field("expectedProducers");
  static final VarHandle ATTENDANCE = field("attendance");
  static final VarHandle PID_AT = JAVA_LONG.varHandle().withInvokeExactBehavior();
  static final long CONSUMER_PID = LAYOUT.byteOffset(groupElement("consumerPid"));
  static final long PRODUCER_PID = LAYOUT.byteOffset(groupElement("producerPid"));
  static final long CONSUMER_NAME = LAYOUT.byteOffset(groupElement("consumerName"));
  static final long PRODUCER_NAME = LAYOUT.byteOffset(groupElement("producerName"));

  private RingLayout() {}

  private static VarHandle field(String name) {
    VarHandle atAnyBase = LAYOUT.varHandle(groupElement(name));
    return MethodHandles.insertCoordinates(atAnyBase, 1, 0L).withInvokeExactBehavior();
  }
}
