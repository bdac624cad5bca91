package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What may cross, in which bytes, and what those may not do who send others.
@Timeout(300)
class DataCodecTest {
  private static final String HERE = DataCodecTest.class.getName();
  private static final int FRAMES = Integer.getInteger("tandem.codec.frames", 10_000);

  private static boolean attacked;

  record Line(String article, BigDecimal price) {}

  record Order(long id, @Nullable String buyer, List<Line> lines, Line @Nullable [] more) {}

  record Box<T>(T content) {}

  sealed interface Figure {
    record Circle(double radius) implements Figure {}

    record Pair(Figure first, Figure second) implements Figure {}
  }

  record Primitives(
      boolean a, byte b, short c, char d, int e, long f, float g, double h, boolean i) {}

  record Empty() {}

  record Node(@Nullable Object next) {}

  enum Side {
    BUY,
    SELL {
      @Override
      public String toString() {
        return "sold";
      }
    }
  }

  interface Job extends Supplier<Object>, Serializable {}

  // ---- what may cross ----

  @Test
  void whatIsSentArrivesEqual() {
    var values =
        Arrays.asList(
            null,
            true,
            false,
            (byte) -1,
            Short.MIN_VALUE,
            '\uffff',
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            -0.0f,
            Double.NaN,
            "",
            "père, 𝄞",
            "half a pair: \ud834",
            "long ".repeat(1_000),
            "ü".repeat(2_000),
            Side.BUY,
            Side.SELL,
            TimeUnit.DAYS,
            new Order(1, null, List.of(new Line("a", BigDecimal.ONE)), null),
            new Box<>(new Box<>(List.of(1, 2L))),
            new Figure.Pair(new Figure.Circle(1), new Figure.Circle(2)),
            new Primitives(true, (byte) 1, (short) 2, 'c', 4, -5L, 6f, 7d, false),
            new Empty(),
            Optional.empty(),
            Optional.of("x"),
            OptionalInt.empty(),
            OptionalInt.of(-3),
            OptionalLong.empty(),
            OptionalLong.of(1L << 40),
            OptionalDouble.empty(),
            OptionalDouble.of(0.5),
            Map.entry("a", List.of(1)),
            new AbstractMap.SimpleEntry<>("b", null),
            new HashMap<>(Map.of("c", 1)).entrySet().iterator().next(),
            Path.of("a", "b.txt"),
            new BigInteger("-123456789012345678901234567890"),
            new BigDecimal("1.20"),
            UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"));
    assertEquals(values, crossed(values));
  }

  @Test
  void timesArriveEqual() {
    LocalDateTime at = LocalDateTime.of(2026, 10, 25, 2, 30, 0, 1);
    var values =
        List.of(
            Instant.MIN,
            Instant.MAX,
            Duration.ofSeconds(-1, 5),
            Period.of(1, -2, 3),
            LocalDate.MIN,
            LocalTime.MAX,
            at,
            OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHours(-3)),
            OffsetDateTime.of(at, ZoneOffset.MAX),
            ZonedDateTime.ofLocal(at, ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(1)),
            ZonedDateTime.ofLocal(at, ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(2)),
            ZonedDateTime.of(at, ZoneOffset.UTC),
            ZoneId.of("UTC"),
            ZoneOffset.ofHoursMinutesSeconds(1, 2, 3),
            Year.of(-5),
            YearMonth.of(2026, 2),
            MonthDay.of(2, 29));
    assertEquals(values, crossed(values));
  }

  @Test
  void arraysArriveEqual() {
    var arrays =
        new Object[] {
          new byte[] {1, -1},
          new boolean[] {true, false},
          new short[] {-2},
          new char[] {'x'},
          new int[] {Integer.MIN_VALUE},
          new long[] {1L << 40},
          new float[] {1.5f},
          new double[] {2.5},
          new long[5_000],
          new String[] {"a", null},
          new int[][] {{1}, {}, null},
          new Line[] {new Line("a", BigDecimal.TEN)},
          new Object[0]
        };
    var back = (Object[]) crossed(arrays);
    assertTrue(Arrays.deepEquals(arrays, back));
    assertEquals(String[].class, back[9].getClass());
  }

  @Test
  void segmentsArriveInTheHeap() {
    var sent = MemorySegment.ofArray(new byte[] {1, 2, 3});
    var back = (MemorySegment) crossed(sent);
    assertEquals(-1, sent.mismatch(back));
  }

  @Test
  void collectionsArriveAsWhatProgramsCanName() {
    for (Object each :
        List.of(
            new ArrayList<>(Arrays.asList(1, null)),
            new HashMap<>(Map.of("a", 1)),
            new LinkedHashMap<>(Map.of("a", 1)),
            new TreeMap<>(Map.of("a", 1)),
            new TreeSet<>(Set.of(2, 1)),
            new LinkedHashSet<>(Set.of(1)),
            new LinkedList<>(List.of("x")))) {
      assertEquals(each, crossed(each));
      assertEquals(each.getClass(), crossed(each).getClass());
    }
  }

  @Test
  void sortedOnesKeepTheirOrder() {
    var descending = new TreeSet<Integer>(Comparator.reverseOrder());
    descending.addAll(List.of(1, 2, 3));
    assertEquals(List.of(3, 2, 1), List.copyOf((Set<?>) crossed(descending)));
  }

  @Test
  void otherCollectionsArriveUnmodifiableAndInOrder() {
    var list = (List<?>) crossed(Arrays.asList(3, null, 1));
    var map = (Map<?, ?>) crossed(Collections.unmodifiableMap(new LinkedHashMap<>(Map.of(1, 2))));
    assertEquals(Arrays.asList(3, null, 1), list);
    assertThrows(UnsupportedOperationException.class, () -> list.remove(0));
    assertThrows(UnsupportedOperationException.class, map::clear);
    assertEquals(Set.of(1), crossed(Set.of(1)));
  }

  @Test
  void viewsArriveAsListsAndSets() {
    var map = new LinkedHashMap<>(Map.of("a", 1));
    var sequence = new ArrayList<>(List.of(1, 2, 3));
    assertEquals(List.of(1), crossed(map.values()));
    assertEquals(Set.of("a"), crossed(map.keySet()));
    assertEquals(map.entrySet(), crossed(map.entrySet()));
    assertEquals(List.of(2, 3), crossed(sequence.subList(1, 3)));
    assertEquals(List.of(3, 2, 1), crossed(sequence.reversed()));
    assertEquals(List.of(1), crossed(Collections.unmodifiableCollection(map.values())));
  }

  @Test
  void queuesDoNotArriveAsLists() {
    Object lifo = Collections.asLifoQueue(new ArrayDeque<>(List.of(1, 2)));
    assertEquals(1, ((Queue<?>) crossed(lifo)).remove());
    assertThrows(CodecException.Unencodable.class, () -> encoded(new DelayQueue<>()));
  }

  @Test
  void lambdasBringEvenWhatJavaDoesNotSerialize() {
    Optional<Line> line = Optional.of(new Line("a", BigDecimal.ONE));
    Path path = Path.of("p");
    Job job = () -> List.of(line, path, 5);
    assertEquals(List.of(line, path, 5), ((Job) crossed(job)).get());
  }

  @Test
  void exceptionsKeepTheirTrace() {
    var sent = new IllegalStateException("no", new IOException("disk"));
    var back = (IllegalStateException) crossed(sent);
    assertEquals("disk", back.getCause().getMessage());
    assertEquals(sent.getStackTrace()[0], back.getStackTrace()[0]);
  }

  // ---- what may not ----

  @Test
  void whatCannotCrossIsNamedWithThePathToIt() {
    record Job(Map<String, Object[]> parts) {}
    var job = new Job(Map.of("key", new Object[] {1, new Thread()}));

    var failure = assertThrows(CodecException.Unencodable.class, () -> encoded(List.of(1, job)));

    assertEquals(
        "Cannot encode a java.util.ImmutableCollections$List12:"
            + " List12[1].parts.get(key)[1] is a java.lang.Thread, which cannot cross. Send values,"
            + " records of them, or shared objects; see DataCodec for the list.",
        failure.getMessage());
  }

  @Test
  void namingThePathCallsNoMethodOfAKey() {
    Map<Object, Object> map = new HashMap<>();
    map.put(new Shy(), new Thread());

    var failure = assertThrows(CodecException.Unencodable.class, () -> encoded(map));

    String path = "HashMap.get(a %s$Shy) is a java.lang.Thread".formatted(HERE);
    assertTrue(failure.getMessage().contains(path), failure.getMessage());
  }

  private record Shy() {
    @Override
    public String toString() {
      throw new AssertionError("called");
    }
  }

  @Test
  void circlesAreRefused() {
    var circle = new Object[1];
    circle[0] = new Node(circle);

    var failure = assertThrows(CodecException.Unencodable.class, () -> encoded(circle));

    assertTrue(
        failure.getMessage().contains("[0].next[0].next[0].next ... "), failure.getMessage());
    assertTrue(
        failure.getMessage().contains("is more than 200 values deep; perhaps they go round"),
        failure.getMessage());
  }

  @Test
  void anotherShapeIsRefusedNamingBoth() {
    byte[] bytes = encoded(new Line("a", BigDecimal.ONE));
    replace(bytes, "String article", "Object article");

    var failure = assertThrows(CodecException.Mismatch.class, () -> decoded(bytes));

    assertEquals(
        ("Cannot decode a %1$s$Line: it was sent as %1$s$Line(Object article, java.math.BigDecimal"
                + " price) and is %1$s$Line(String article, java.math.BigDecimal price) here. Give"
                + " both ends the same version of it.")
            .formatted(HERE),
        failure.getMessage());
  }

  @Test
  void aMissingConstantIsNamed() {
    byte[] bytes = encoded(Side.BUY);
    replace(bytes, "BUY", "BAY");

    var failure = assertThrows(CodecException.Mismatch.class, () -> decoded(bytes));

    assertTrue(
        failure.getMessage().contains("constant BAY of %s$Side: here".formatted(HERE)),
        failure.getMessage());
  }

  @Test
  void bytesAreAsDocumented() {
    assertEquals("00", hex(null));
    assertEquals("06ff01", hex(-128));
    assertEquals("0a0161", hex("a"));
    assertEquals("100201000000feffffff", hex(new int[] {1, -2}));
    assertEquals("1b02060206" + "04", hex(new ArrayList<>(List.of(1, 2))));
    assertEquals("2702" + "020406", hex(Period.of(1, 2, 3)));
    assertEquals("2200", hex(Optional.empty()));
    assertEquals("2d" + "0602" + "0a0161", hex(Map.entry(1, "a")));
    assertEquals("2d" + "0602" + "00", hex(new AbstractMap.SimpleImmutableEntry<>(1, null)));
    assertEquals("2e00" + "2e0105", hex(OptionalInt.empty()) + hex(OptionalInt.of(-3)));
    assertEquals("2f0102", hex(OptionalLong.of(1)));
    assertEquals("3001000000000000f03f", hex(OptionalDouble.of(1)));
    String type = "%s$Box(Object content)".formatted(HERE);
    String told = HexFormat.of().formatHex(type.getBytes(StandardCharsets.UTF_8));
    String length = HexFormat.of().toHexDigits((byte) type.length());
    assertEquals("1600" + length + told + "160100", hex(new Box<>(new Box<>(null))));
  }

  // ---- trust ----

  @SuppressWarnings("serial")
  private static final class Gadget implements Serializable {
    private void readObject(ObjectInputStream in) {
      attacked = true;
    }
  }

  private record Trap(int x) {
    Trap {
      attacked = true;
    }
  }

  private enum Bomb {
    TICKING;

    static {
      attacked = true;
    }
  }

  @Test
  void nothingForeignIsMade() {
    for (Object each : List.of(new Gadget(), new Trap(1), Bomb.TICKING, new Gadget[1])) {
      byte[] bytes = encoded(each);
      attacked = false;
      Codec careful = DataCodec.allowing(HERE + "$Line", "com.acme.*");
      var failure =
          assertThrows(
              CodecException.Refused.class, () -> careful.decode(MemorySegment.ofArray(bytes)));
      assertTrue(failure.getMessage().contains("not on the list"), failure.getMessage());
      assertFalse(attacked, each.getClass().getName());
    }
  }

  @Test
  void whatIsListedComesIn() {
    var order = new Order(1, "b", List.of(new Line("a", BigDecimal.ONE)), null);
    Codec careful = DataCodec.allowing("io.tandem.codec.*");
    assertEquals(order, careful.decode(MemorySegment.ofArray(encoded(order))));
  }

  @Test
  void theCollectionsOfTheTableComeInByJavaSerializationToo() {
    var all = new ArrayList<Object>(List.of(new TreeMap<>(Map.of(1, 2)), new TreeSet<>(Set.of(3))));
    all.add(new LinkedHashMap<>(Map.of("a", new HashMap<>(Map.of(4, new int[5])))));
    all.add(new LinkedHashSet<>(Set.of(6)));
    byte[] bytes = encoded(new Carrier(all));
    Codec careful = DataCodec.allowing("io.tandem.codec.*");
    var back = (Carrier) careful.decode(MemorySegment.ofArray(bytes));
    assertEquals(all.subList(0, 2), back.content.subList(0, 2));
    assertEquals(all.get(3), back.content.get(3));
  }

  @SuppressWarnings("serial")
  private static final class Carrier implements Serializable {
    private final List<Object> content;

    Carrier(List<Object> content) {
      this.content = content;
    }
  }

  @Test
  void mutatedFramesFailCleanly() {
    var random = new Random(5);
    var samples = new ArrayList<byte[]>();
    Optional<Line> line = Optional.of(new Line("a", BigDecimal.ONE));
    samples.add(encoded(new Order(1, "b", List.of(line.get()), null)));
    samples.add(encoded(List.of(Map.of("k", Side.BUY), new int[3], Instant.EPOCH, "ü")));
    samples.add(encoded(new HashMap<>(Map.of(1, new Object[] {new long[2], UUID.randomUUID()}))));
    samples.add(encoded((Job) () -> line));
    samples.add(encoded(new Figure.Pair(new Figure.Circle(1), new Figure.Circle(2))));
    var codecs = List.of(Codec.data(), DataCodec.allowing("io.tandem.codec.*"));
    int failed = 0;
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = mutated(samples.get(i % samples.size()), random);
      try {
        codecs.get(i & 1).decode(MemorySegment.ofArray(frame));
      } catch (CodecException | MemoryException _) {
        failed++;
      }
    }
    assertTrue(failed > FRAMES / 4, failed + " of " + FRAMES);
  }

  private static byte[] mutated(byte[] sample, Random random) {
    byte[] frame = Arrays.copyOf(sample, sample.length - random.nextInt(4) / 3 * random.nextInt(9));
    for (int rest = random.nextInt(4); rest >= 0; rest--) {
      int value = random.nextBoolean() ? random.nextInt() : random.nextInt(50);
      frame[random.nextInt(frame.length)] = (byte) value;
    }
    return frame;
  }

  @Test
  void deepFramesDoNotOverflowTheStack() {
    var deep = new byte[1 << 20];
    Arrays.fill(deep, (byte) Tag.OPTIONAL);
    var failure = assertThrows(CodecException.Malformed.class, () -> decoded(deep));
    assertTrue(failure.getMessage().contains("more than 200 values deep"), failure.getMessage());
  }

  @Test
  void lengthsThatLieMakeNothing() {
    byte[] lie = {Tag.LONGS, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0, 0};
    var failure = assertThrows(CodecException.Malformed.class, () -> decoded(lie));
    assertEquals(
        "Cannot decode a value: 268435455 parts belong at byte 5 of 7. It is damaged or cut off:"
            + " send it again.",
        failure.getMessage());
  }

  // ---- by hand ----

  private static Object crossed(@Nullable Object value) {
    return decoded(encoded(value));
  }

  private static @Nullable Object decoded(byte[] bytes) {
    return Codec.data().decode(MemorySegment.ofArray(bytes));
  }

  private static byte[] encoded(@Nullable Object value) {
    Encoding encoding = Codec.data().encode(value);
    MemorySegment memory = MemorySegment.ofArray(new byte[Math.toIntExact(encoding.size())]);
    encoding.writeTo(memory, 0);
    byte[] bytes = memory.toArray(ValueLayout.JAVA_BYTE);
    assertArrayEquals(bytes, (byte[]) memory.heapBase().orElseThrow());
    return bytes;
  }

  private static String hex(@Nullable Object value) {
    return HexFormat.of().formatHex(encoded(value));
  }

  private static void replace(byte[] bytes, String from, String to) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(from);
    System.arraycopy(to.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, to.length());
  }
}
