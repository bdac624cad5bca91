package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What [DataCodec#allowing] lets in, and what may be given to it.
class CarefulCodecTest {
  private static final String HERE = CarefulCodecTest.class.getName();

  @SuppressWarnings("serial")
  private static final class Carrier implements Serializable {
    private final Object load;

    Carrier(Object load) {
      this.load = load;
    }
  }

  @Test
  void anExceptionOfListedClassesComesIn() {
    var sent = new IllegalStateException("no", new RuntimeException("because"));
    sent.addSuppressed(new ArithmeticException("beside"));

    var back = (Exception) crossed(DataCodec.allowing("java.lang.*"), sent);

    assertEquals("because", back.getCause().getMessage());
    assertEquals("beside", back.getSuppressed()[0].getMessage());
    assertEquals(sent.getStackTrace()[0], back.getStackTrace()[0]);
  }

  @Test
  void collectionsThatNoProgramNamesComeInByJavaSerializationToo() {
    List<Object> all =
        List.of(
            Arrays.asList(1, null),
            List.of(1, 2, 3),
            Set.of(4),
            Map.of(5, 6),
            Collections.emptyList(),
            Collections.emptySet(),
            Collections.emptyMap(),
            Collections.singletonList(7),
            Collections.singleton(8),
            Collections.singletonMap(9, 10),
            Collections.unmodifiableList(Arrays.asList(11, 12)),
            Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(13))),
            Collections.unmodifiableMap(new TreeMap<>(Map.of(14, 15))),
            Collections.synchronizedList(Arrays.asList(16)),
            Map.entry(1, 2),
            new AbstractMap.SimpleEntry<>(1, null),
            new AbstractMap.SimpleImmutableEntry<>(1, null),
            Collections.synchronizedMap(new TreeMap<>(Map.of(17, 18))));
    Codec careful = DataCodec.allowing(HERE + "$Carrier");
    for (Object each : all) {
      assertEquals(each, ((Carrier) crossed(careful, new Carrier(each))).load);
    }
  }

  @Test
  void otherClassesOfTheJdkNeedListing() {
    var failure =
        assertThrows(
            CodecException.Refused.class,
            () -> crossed(DataCodec.allowing("java.lang.*"), new BitSet()));
    assertTrue(
        failure.getMessage().startsWith("Cannot decode a java.util.BitSet: it is not on the list"),
        failure.getMessage());
  }

  @Test
  void whatNamesNoClassCannotBeListed() {
    for (String each :
        List.of(
            "", " ", "a..b", ".a", "a.", "*", "**", ".*", "a.*.b", "a.b*", "a.***", "[I", "a/b")) {
      var failure =
          assertThrows(IllegalArgumentException.class, () -> DataCodec.allowing("a.B", each));
      assertEquals(
          "Cannot allow \"%s\": it names no class. Give the name of a class, as of an array's"
                  .formatted(each)
              + " elements, a.b.* for a package, or a.b.** for all below it.",
          failure.getMessage());
    }
    assertTrue(DataCodec.allowing("A", "a.b.C$D", "a.*", "a.b.**", "a.b-c.Größe").isCareful());
  }

  private static Object crossed(Codec codec, Object value) {
    Encoding encoding = Codec.data().encode(value);
    var bytes = new byte[Math.toIntExact(encoding.size())];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return codec.decode(MemorySegment.ofArray(bytes));
  }
}
