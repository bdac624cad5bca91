package io.tandem.tests.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// Which messages were put, and how often each came: kept in shared memory, because those who know
/// are killed.
final class Received {
  static final int PRODUCERS = 256;
  static final int MESSAGES = 16_384;

  private static final ObjectType TYPE = new ObjectType("received", 1);
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final int SELDOM = 20;

  private final Words words;
  private final Map<Integer, Integer> last = new HashMap<>(); // here, of each producer

  Received(SharedScope scope) {
    long bytes = (long) PRODUCERS * (MESSAGES + 1) * Integer.BYTES;
    words = new SegmentWords(scope.openBlock("received", TYPE, bytes).segment());
  }

  private static long putAt(int producer) {
    return (long) producer * (MESSAGES + 1) * Integer.BYTES;
  }

  private static long at(int producer, int number) {
    return putAt(producer) + (number + 1L) * Integer.BYTES;
  }

  /// A message that tells whether it is whole; now and then one that is too long for the ring.
  static byte[] message(int producer, int number, Random random) {
    int length = HEADER_BYTES + random.nextInt(random.nextInt(SELDOM) == 0 ? 5000 : 100);
    var message = new byte[length];
    Arrays.fill(message, (byte) (producer * 31 + number));
    ByteBuffer.wrap(message).putInt(producer).putInt(number);
    return message;
  }

  void notePut(int producer, int number) {
    words.setIntRelease(putAt(producer), number + 1);
  }

  /// @param inOrder whether none comes back
  void note(byte[] message, boolean inOrder) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    int producer = buffer.getInt();
    int number = buffer.getInt();
    while (buffer.hasRemaining()) {
      assertEquals((byte) (producer * 31 + number), buffer.get(), "torn");
    }
    Integer before = last.put(producer, number);
    assertTrue(!inOrder || before == null || before < number, "out of order, or again");
    words.getAndAddInt(at(producer, number), 1);
  }

  /// What came of what was put.
  ///
  /// @param missing how many never came
  /// @param again how many came more than once
  /// @param put how many were put
  record Sum(int missing, int again, int put) {}

  Sum sum() {
    int missing = 0;
    int again = 0;
    int all = 0;
    for (int producer = 0; producer < PRODUCERS; producer++) {
      int put = words.getIntAcquire(putAt(producer));
      all += put;
      for (int number = 0; number < MESSAGES; number++) {
        int times = words.getIntAcquire(at(producer, number));
        missing += times == 0 && number < put ? 1 : 0;
        again += Math.max(times - 1, 0);
        assertTrue(times == 0 || number <= put, "came without having been put");
      }
    }
    return new Sum(missing, again, all);
  }
}
