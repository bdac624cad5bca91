package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.codec.Codec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Items come out as they went in, whatever their kinds.
class PackedTest {
  private static final Arbitrary<Object> INTS = Arbitraries.integers().asGeneric();
  private static final Arbitrary<Object> LONGS = Arbitraries.longs().asGeneric();
  private static final Arbitrary<Object> DOUBLES =
      Arbitraries.of(0.0, -0.0, 1.5, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY)
          .asGeneric();
  private static final Arbitrary<Object> MIXED =
      Arbitraries.oneOf(INTS, LONGS, DOUBLES, Arbitraries.strings().asGeneric()).injectNull(0.1);

  @Provide
  Arbitrary<Object[]> items() {
    return Arbitraries.of(INTS, LONGS, DOUBLES, MIXED)
        .flatMap(kind -> kind.array(Object[].class).ofMaxSize(20));
  }

  @Property(tries = 500)
  void theyComeOutAsTheyWentIn(@ForAll("items") Object[] items) {
    Object sent = Codec.data().decode(Codec.data().encode(Packed.pack(items)).toBytes());
    assertArrayEquals(items, Packed.unpack(sent));
  }

  @Example
  void numbersOfOneKindTravelAsAnArrayOfThese() {
    assertEquals(int[].class, Packed.pack(new Object[] {1, 2}).getClass());
    assertEquals(long[].class, Packed.pack(new Object[] {1L, 2L}).getClass());
    assertEquals(double[].class, Packed.pack(new Object[] {1.0, 2.0}).getClass());
    assertEquals(Object[].class, Packed.pack(new Object[] {1, 2L}).getClass());
    assertEquals(Object[].class, Packed.pack(new Object[] {1, null}).getClass());
  }
}
