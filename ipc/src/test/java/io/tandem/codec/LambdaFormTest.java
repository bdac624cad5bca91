package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Lambdas and method references as they travel without Java serialization, and when they do not.
class LambdaFormTest {
  interface Job extends Supplier<Object>, Serializable {}

  record Line(String article, List<Integer> counts) {}

  @Test
  void whatHasFormsOfItsOwnComesAlong() {
    int number = -7;
    long wide = 1L << 40;
    var line = new Line("a", new ArrayList<>(List.of(1, 2)));
    Job job = () -> List.of(number, wide, line);

    assertEquals(Tag.LAMBDA, encoded(job)[0]);
    assertEquals(List.of(number, wide, line), crossed(job).get());
  }

  @Test
  void boundAndUnboundMethodReferencesDoToo() {
    Job unbound = LambdaFormTest::greeting;
    Job bound = List.of("x", "y")::size;
    Job constructor = ArrayList<Object>::new;

    assertEquals("hello", crossed(unbound).get());
    assertEquals(2, crossed(bound).get());
    assertEquals(List.of(), crossed(constructor).get());
  }

  private static String greeting() {
    return "hello";
  }

  @Test
  void lambdasOfOnePlaceDifferInWhatTheyCaptured() {
    List<Job> jobs = new ArrayList<>();
    for (Object captured : List.of(1, "two", List.of(3))) {
      jobs.add(() -> captured);
    }

    assertEquals(
        List.of(1, "two", List.of(3)), jobs.stream().map(job -> crossed(job).get()).toList());
  }

  @Test
  void lambdasInLambdasAndInRecordsTravelToo() {
    record Holder(Job first, Line line, Job second) {}
    var line = new Line("b", List.of());
    Job inner = () -> line;
    Job outer = () -> List.of(line, inner.get());

    assertEquals(List.of(line, line), crossed(outer).get());
    var back = (Holder) decoded(encoded(new Holder(inner, line, outer)));
    assertEquals(line, back.first().get());
    assertEquals(List.of(line, line), back.second().get());
  }

  @Test
  void aSharedObjectOfJavaSerializationArrivesAsOne() {
    var failure = new IllegalStateException("no");
    Job job = () -> List.of(failure, failure);
    Throwable cause = failure;
    Job both = () -> List.of(failure, cause);

    assertEquals(Tag.JAVA, encoded(both)[0]);
    var back = (List<?>) crossed(both).get();
    assertSame(back.get(0), back.get(1));
    assertNotEquals(failure, ((List<?>) crossed(job).get()).get(0));
  }

  @Test
  void theClassAroundItIsNoted() {
    Set<Class<?>> classes = new LinkedHashSet<>();
    var line = new Line("a", List.of());
    Job job = () -> line;
    DataCodec.encode(job, classes);
    assertEquals(Set.of(LambdaFormTest.class, Line.class), classes);
  }

  @Test
  void onlyListedClassesMayBeAroundIt() {
    Job job = () -> 1;
    byte[] bytes = encoded(job);
    String here = LambdaFormTest.class.getName();
    String form = "java.lang.invoke.SerializedLambda";

    assertEquals(1, ((Job) decodedBy(DataCodec.allowing(form, here), bytes)).get());
    assertThrows(CodecException.Refused.class, () -> decodedBy(DataCodec.allowing(form), bytes));
    assertThrows(CodecException.Refused.class, () -> decodedBy(DataCodec.allowing(here), bytes));
  }

  @Test
  void damagedOnesFailCleanly() {
    Job job = () -> List.of(1, 2);
    byte[] whole = encoded(job);
    int failed = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      try {
        decoded(damaged);
      } catch (CodecException e) {
        failed++;
      }
    }
    assertTrue(failed > whole.length / 2, "failed: " + failed);
  }

  private static Job crossed(Job job) {
    return (Job) decoded(encoded(job));
  }

  private static Object decoded(byte[] bytes) {
    return decodedBy(Codec.data(), bytes);
  }

  private static Object decodedBy(Codec codec, byte[] bytes) {
    return codec.decode(MemorySegment.ofArray(bytes));
  }

  private static byte[] encoded(Object value) {
    Encoding encoding = Codec.data().encode(value);
    byte[] bytes = new byte[Math.toIntExact(encoding.size())];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }
}
