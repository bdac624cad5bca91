package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

/// Whatever is built of what may cross arrives equal, through memory that is exactly large enough.
class RandomValuesTest {
  record Pair(@Nullable Object left, @Nullable Object right) {}

  record Numbers(int i, long l, double d, boolean b, char c) {}

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anyNestedValueArrivesEqual(@ForAll("values") @Nullable Object value) {
    Encoding encoding = Frame.encode(Codec.data(), value);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(encoding.size());
      encoding.writeTo(memory, 0);
      assertEquals(value, Frame.decode(Codec.data(), memory));
    }
  }

  record Wide(int length, byte small, String text, @Nullable Double number, Numbers more) {}

  @Property(tries = 2000)
  void aRecordArrivesEqualAndOtherBytesFailCleanly(
      @ForAll @StringLength(max = 40) String text, @ForAll byte[] bytes) {
    var codec = TypedCodec.of(Wide.class);
    int length = text.length();
    Double number = length == 0 ? null : 1.5;
    var numbers = new Numbers(length, 1L << length, 0.5, length > 9, 'x');
    var value = new Wide(length, (byte) -length, text, number, numbers);
    byte[] damaged = codec.encode(value);
    assertEquals(value, codec.decode(damaged));
    for (int i = 0; i < bytes.length; i++) {
      damaged[(i * 7 + bytes.length) % damaged.length] ^= bytes[i];
    }
    for (byte[] each : List.of(bytes, damaged)) {
      try {
        codec.decode(each);
      } catch (CodecException refused) {
        // As it should be.
      }
    }
  }

  @Provide
  Arbitrary<@Nullable Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.integers().map(each -> each),
            Arbitraries.longs().map(each -> each),
            Arbitraries.doubles().map(each -> each),
            Arbitraries.strings().ofMaxLength(300).map(each -> each),
            Arbitraries.bigDecimals().map(BigDecimal::stripTrailingZeros).map(each -> each),
            Arbitraries.of(Thread.State.values()).map(each -> each),
            Arbitraries.longs()
                .map(l -> new Numbers(l.intValue(), l, l / 3.0, l > 0, (char) l.intValue())),
            Arbitraries.bytes().map(each -> each));
    Arbitrary<@Nullable Object> values = leaves.injectNull(0.2);
    for (int depth = 0; depth < 3; depth++) {
      values = Arbitraries.oneOf(leaves, wholes(values));
    }
    return values;
  }

  private static Arbitrary<Object> wholes(Arbitrary<@Nullable Object> values) {
    Arbitrary<List<@Nullable Object>> parts = values.list().ofMaxSize(4);
    return Arbitraries.oneOf(
        parts.map(ArrayList::new),
        parts.map(Collections::unmodifiableList),
        parts.map(list -> list.isEmpty() ? Optional.empty() : Optional.ofNullable(list.get(0))),
        parts.map(list -> new Pair(list, list.isEmpty() ? null : list.getFirst())),
        parts.map(list -> Map.of("list", list, 7, list.size())));
  }
}
