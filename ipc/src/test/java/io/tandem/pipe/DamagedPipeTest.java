package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Frame;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.ring.EmbeddedRing;
import io.tandem.ring.RingProducer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pipes whose other end sends what no sender does: nobody hangs, nothing is made of it, and the
/// next message arrives.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedPipeTest {
  private static final int CAPACITY = 1 << 12;
  private static final int DAMAGED = Integer.getInteger("tandem.codec.frames", 10_000);
  private static final int LONGEST_DAMAGED = 800;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void damagedObjectsFailCleanlyAndThePipeGoesOn() throws Exception {
    var random = new Random(7);
    byte[] sound = frame(List.of(Map.of("k", TimeUnit.DAYS), new int[3], Instant.EPOCH, "text"));
    int failed = 0;
    try (var pipe = Pipe.simplex(scope, CAPACITY, DataCodec.allowing())) {
      for (int i = 0; i < DAMAGED; i++) {
        byte[] damaged = Arrays.copyOf(sound, sound.length - random.nextInt(3));
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        pipe.writer().sendBytes(damaged);
        try {
          Object _ = pipe.reader().receive();
        } catch (CodecException e) {
          failed++;
        }
        pipe.writer().send(i);
        assertEquals(i, pipe.reader().receive());
      }
    }
    assertTrue(failed > DAMAGED / 2, failed + " of " + DAMAGED);
  }

  private static byte[] frame(Object value) {
    Encoding encoding = Frame.encode(Codec.data(), value);
    var bytes = new byte[(int) encoding.size()];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  /// A sender that writes any records, as one would whose memory was overwritten.
  @Test
  void recordsThatMakeNoMessageFailCleanlyAndThePipeGoesOn() throws Exception {
    var random = new Random(8);
    byte[] last = {1, 2, 3};
    var target = MemorySegment.ofArray(new byte[2 * LONGEST_DAMAGED]);
    int failed = 0;
    try (var pipe = Pipe.simplex(scope, CAPACITY)) {
      PipeConnection end = (PipeConnection) pipe.writer();
      MemorySegment ring = end.block().segment().asSlice(PipeLayout.BYTES);
      Peers peers = scope.peers();
      try (RingProducer sender =
          new EmbeddedRing(new SegmentWords(ring), peers, Parker.of(peers), "a test").producer()) {
        for (int i = 0; i < DAMAGED; i++) {
          for (int records = random.nextInt(4); records > 0; records--) {
            sendAny(sender, random);
          }
          send(sender, RecordType.WHOLE, last);
          failed += receiveTo(last, pipe.reader(), target);
        }
      }
    }
    assertTrue(failed > DAMAGED / 4, failed + " of " + DAMAGED);
  }

  private static void sendAny(RingProducer sender, Random random) {
    byte[] body = new byte[random.nextInt(LONGEST_DAMAGED / 4)];
    int type = 1 + random.nextInt(4);
    if (type == RecordType.LENGTH && random.nextInt(8) > 0) {
      long length = random.nextInt(-9, LONGEST_DAMAGED);
      body = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(length).array();
    }
    send(sender, type, body);
  }

  private static void send(RingProducer sender, int type, byte[] body) {
    assertTrue(sender.offer(type, new SegmentBuffer(MemorySegment.ofArray(body)), 0, body.length));
  }

  /// @return how often receiving failed
  private static int receiveTo(byte[] last, Connection end, MemorySegment target) throws Exception {
    int failed = 0;
    while (true) {
      try {
        long length = end.receiveInto(target, 0);
        if (Arrays.equals(last, target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE))) {
          return failed;
        }
      } catch (IllegalStateException e) {
        assertTrue(e.getMessage().contains("memory was overwritten"), e.getMessage());
        failed++;
      }
    }
  }
}
