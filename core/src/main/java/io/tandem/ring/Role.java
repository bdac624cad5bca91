package io.tandem.ring;

import static io.tandem.ring.RingLayout.PID_AT;

import io.tandem.peer.StaticInitializers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// A part that one thread of one process may play at a time.
///
/// Whoever dies without giving it up keeps it.
enum Role {
  PRODUCER("producer", RingLayout.PRODUCER_PID, RingLayout.PRODUCER_NAME),
  CONSUMER("consumer", RingLayout.CONSUMER_PID, RingLayout.CONSUMER_NAME);

  private final String noun;
  private final long pidOffset;
  private final long nameOffset;

  Role(String noun, long pidOffset, long nameOffset) {
    this.noun = noun;
    this.pidOffset = pidOffset;
    this.nameOffset = nameOffset;
  }

  /// @throws IllegalStateException naming the holder, if there is one
  void take(RingMemory ring) {
    MemorySegment header = ring.header();
    long self = ProcessHandle.current().pid();
    long holder =
        (long) PID_AT.compareAndExchange(header, pidOffset, 0L, self); // pairs with giveBack
    if (holder != 0) {
      throw new IllegalStateException(
          "Cannot be the %s of %s: process %s (pid %d) is. "
                  .formatted(noun, ring.block(), nameIn(header), holder)
              + howToGoOn(holder));
    }
    writeName(header);
  }

  void giveBack(RingMemory ring) {
    PID_AT.setRelease(ring.header(), pidOffset, 0L); // release: pairs with take
  }

  private void writeName(MemorySegment header) {
    String process = System.getProperty(StaticInitializers.PROCESS_NAME, "main");
    byte[] name =
        (process + "/" + Thread.currentThread().getName()).getBytes(StandardCharsets.UTF_8);
    MemorySegment field = header.asSlice(nameOffset, RingLayout.NAME_BYTES);
    field.fill((byte) 0);
    int length = Math.min(name.length, RingLayout.NAME_BYTES - 1);
    MemorySegment.copy(name, 0, field, ValueLayout.JAVA_BYTE, 0, length);
  }

  private String nameIn(MemorySegment header) {
    byte[] field = header.asSlice(nameOffset, RingLayout.NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
    int length = 0;
    while (length < field.length && field[length] != 0) {
      length++;
    }
    return "'" + new String(field, 0, length, StandardCharsets.UTF_8) + "'";
  }

  private static String howToGoOn(long holder) {
    return ProcessHandle.of(holder).isPresent()
        ? "Let it close first, or use a ring for several."
        : "It has ended without closing: free the ring and make another one.";
  }
}
