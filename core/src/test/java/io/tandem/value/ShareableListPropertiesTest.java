package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.memory.MemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Any values, any changes, any damage.
class ShareableListPropertiesTest {
  private static final Object[] SAMPLE = {1, 2.5, "text", new byte[] {1}, null, true, "0123456789"};

  private static MemorySegment memory(List<?> values, boolean strict) {
    List<Item> items = values.stream().map(Item::of).toList();
    MemorySegment segment =
        Arena.ofAuto().allocate(ShareableMemory.bytesFor(items, strict), Long.BYTES);
    ShareableMemory.initialize(segment, items, strict);
    return segment;
  }

  private static ShareableMemory attach(MemorySegment segment, boolean strict) {
    return ShareableMemory.attach(segment, "the list", strict);
  }

  @Property
  void whatIsPutInComesOut(@ForAll("values") List<@Nullable Object> values) {
    ShareableMemory list = attach(memory(values, false), false);

    assertEquals(values.size(), list.length());
    for (int i = 0; i < values.size(); i++) {
      assertSameValue(values.get(i), list.get(i));
    }
  }

  @Property
  void itIsAsAnArrayIs(
      @ForAll("values") @Size(min = 1, max = 5) List<@Nullable Object> values,
      @ForAll("changes") List<Tuple2<Integer, Object>> changes) {
    List<@Nullable Object> model = new ArrayList<>(values);
    MemorySegment segment = memory(values, false);
    ShareableMemory list = attach(segment, false);
    for (Tuple2<Integer, Object> change : changes) {
      int index = change.get1() % model.size();
      Object value = change.get2();
      Item item = Item.of(value);
      if (fits(values.get(index), item)) {
        list.set(index, item);
        model.set(index, value);
      } else {
        byte[] before = segment.toArray(JAVA_BYTE);
        assertThrows(IllegalArgumentException.class, () -> list.set(index, item));
        assertArrayEquals(before, segment.toArray(JAVA_BYTE));
      }
      ShareableMemory other = attach(segment, false);
      for (int i = 0; i < model.size(); i++) {
        assertSameValue(model.get(i), other.get(i));
      }
    }
  }

  /// By the rule in words: up to the slot, but no zero as the slot's last byte.
  private static boolean fits(@Nullable Object first, Item item) {
    long slot =
        Item.of(first) instanceof Item.Content content ? content.bytes().length / 8 * 8L + 8 : 8;
    return !(item instanceof Item.Content content)
        || content.bytes().length < slot
        || content.bytes().length == slot && !content.endsWithZero();
  }

  /// As Python's dump shows them: a strict list of what Python stores well has the same bytes.
  @Property
  void withoutTheErrorsThereIsNoDifference(@ForAll("plain") List<@Nullable Object> values) {
    assertArrayEquals(
        memory(values, false).toArray(JAVA_BYTE), memory(values, true).toArray(JAVA_BYTE));
  }

  @Property(tries = 3000)
  void damageIsNamedAndReachesNoFurther(
      @ForAll boolean strict,
      @ForAll("flips") List<Tuple2<Integer, Integer>> flips,
      @ForAll("any") @Nullable Object value) {
    MemorySegment segment = memory(Arrays.asList(SAMPLE), strict);
    byte[] bytes = segment.toArray(JAVA_BYTE);
    for (Tuple2<Integer, Integer> flip : flips) {
      bytes[flip.get1() % bytes.length] ^= (byte) (1 << flip.get2());
    }
    useAll(bytes, strict, value);
  }

  @Property(tries = 2000)
  void anyBytesAreAListOrRefused(
      @ForAll boolean strict, @ForAll @Size(max = 200) byte[] bytes, @ForAll long length) {
    useAll(bytes, strict, 1);
    if (bytes.length >= Long.BYTES) {
      MemorySegment.ofArray(bytes).set(JAVA_LONG_UNALIGNED, 0, Math.abs(length % 9));
      useAll(bytes, strict, 1);
    }
  }

  private static void useAll(byte[] bytes, boolean strict, @Nullable Object value) {
    MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, bytes.length), Long.BYTES);
    MemorySegment segment = copy.asSlice(0, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    ShareableMemory list;
    try {
      list = attach(segment, strict);
    } catch (MemoryException.Incompatible refused) {
      return;
    }
    for (int i = 0; i < list.length(); i++) {
      try {
        list.get(i);
      } catch (MemoryException.Incompatible damaged) {
        // Set below.
      }
      try {
        list.set(i, Item.of(value));
        if (!strict) {
          assertSameValue(value, list.get(i));
        }
      } catch (IllegalArgumentException tooLong) {
        // Its slot is too short.
      }
    }
    list.format();
  }

  private static void assertSameValue(@Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof byte[] bytes) {
      assertArrayEquals(bytes, (byte[]) actual);
    } else {
      assertEquals(expected instanceof Integer number ? (Object) (long) number : expected, actual);
    }
  }

  @Provide
  Arbitrary<@Nullable Object> any() {
    return Arbitraries.oneOf(
            Arbitraries.longs().asGeneric(),
            Arbitraries.integers().asGeneric(),
            Arbitraries.doubles().asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.strings()
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                .asGeneric(),
            Arbitraries.strings().withChars('a', '\0', '\u00e9').ofMaxLength(20).asGeneric(),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(20).asGeneric(),
            Arbitraries.of((byte) 0, (byte) 1).array(byte[].class).ofMaxSize(20).asGeneric())
        .injectNull(0.1);
  }

  @Provide
  Arbitrary<List<@Nullable Object>> values() {
    return any().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<@Nullable Object>> plain() {
    Arbitrary<@Nullable Object> value =
        Arbitraries.oneOf(
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(20).asGeneric(),
                Arbitraries.bytes()
                    .filter(each -> each != 0)
                    .array(byte[].class)
                    .ofMaxSize(20)
                    .asGeneric())
            .injectNull(0.1);
    return value.list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Tuple2<Integer, Object>>> changes() {
    return Combinators.combine(Arbitraries.integers().between(0, 100), any())
        .as((index, value) -> Tuple.of(index, value))
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Tuple2<Integer, Integer>>> flips() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 10_000), Arbitraries.integers().between(0, 7))
        .as((at, bit) -> Tuple.of(at, bit))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}
