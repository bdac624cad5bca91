package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Arithmetic as in C: where numbers end, and what they are without a sign.
@Timeout(60)
class NumbersTest {
  private final SharedScope scope = SharedScope.anonymous(1);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void anIntWrapsAround() {
    var value = IntValue.create(scope, Integer.MAX_VALUE);

    assertEquals(Integer.MIN_VALUE, value.incrementAndGet());
    assertEquals(Integer.MAX_VALUE, value.decrementAndGet());
    assertEquals(Integer.MAX_VALUE, value.getAndAdd(Integer.MAX_VALUE));
    assertEquals(-2, value.get());
    assertEquals("4294967294", value.toUnsignedString());
    assertEquals(4_294_967_294L, value.getUnsigned());
    assertEquals("-2", value.toString());
  }

  @Test
  void aLongWrapsAround() {
    var value = LongValue.create(scope, Long.MAX_VALUE);

    assertEquals(Long.MIN_VALUE, value.incrementAndGet());
    assertEquals("9223372036854775808", value.toUnsignedString());
    assertEquals(Long.MAX_VALUE, value.addAndGet(-1));
  }

  @Test
  void aSumTooLargeForAnIntKeepsItsLowestBits() {
    var sum = IntValue.create(scope, 0);
    for (int i = 1; i <= 100_000; i++) {
      sum.addAndGet(i);
    }
    assertEquals(705_082_704, sum.get(), "5000050000 modulo 2^32");
  }

  @Test
  void elementsWrapAround() {
    var ints = IntArray.of(scope, Integer.MAX_VALUE);
    assertEquals(Integer.MIN_VALUE, ints.addAndGet(0, 1));
    assertEquals(2_147_483_648L, ints.getUnsigned(0));

    var longs = LongArray.of(scope, Long.MAX_VALUE);
    assertEquals(Long.MIN_VALUE, longs.addAndGet(0, 1));

    var bytes = ByteArray.of(scope, (byte) 200, Byte.MAX_VALUE);
    assertEquals(-56, bytes.get(0));
    assertEquals(200, bytes.getUnsigned(0));
    assertEquals(Byte.MAX_VALUE, bytes.getAndAdd(1, 1));
    assertEquals(Byte.MIN_VALUE, bytes.get(1));
    assertEquals(-56, bytes.addAndGet(0, 256));
    assertEquals(100, bytes.addAndGet(0, 156));
  }

  @Test
  void doublesAreComparedByTheirBits() {
    var value = DoubleValue.create(scope, 0.0);

    assertFalse(value.compareAndSet(-0.0, 1));
    assertTrue(value.compareAndSet(0.0, Double.NaN));
    assertTrue(value.compareAndSet(Double.NaN, -0.0));
    assertEquals(-0.0, value.get());
    assertEquals("-0.0", value.toString());
  }

  @Test
  void updatesOfANanEnd() {
    var value = DoubleValue.create(scope, Double.longBitsToDouble(0x7ff0_0000_0000_0001L));
    assertTrue(Double.isNaN(value.getAndAdd(1)));
    assertEquals(3, value.updateAndGet(_ -> 3));

    var floats = FloatArray.create(scope, 1);
    floats.set(0, Float.intBitsToFloat(0x7f80_0001));
    assertTrue(Float.isNaN(floats.getAndAdd(0, 1)));
    assertEquals(3f, floats.updateAndGet(0, _ -> 3));
  }
}
