package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What cannot cross is told soon and with its path, however Java serialization, lambdas and
/// records hold each other.
@Timeout(60)
class UnencodableTest {
  private static final String HERE = UnencodableTest.class.getName();

  record Row(Object content) {}

  @SuppressWarnings("serial")
  static final class Carrier implements Serializable {
    private final Object load;

    Carrier(Object load) {
      this.load = load;
    }
  }

  interface Job extends Supplier<Object>, Serializable {}

  interface Step extends IntUnaryOperator, Serializable {}

  @SuppressWarnings("serial")
  static final class Parent implements Serializable {
    private final List<Child> children = new ArrayList<>();
  }

  record Child(Parent parent, String name) {}

  // ---- too much ----

  @Test
  void whatALambdaCapturesMayBeLongerThanAnArray() {
    Object[] load = new Object[33];
    Arrays.fill(load, MemorySegment.ofArray(new byte[64 << 20]));
    Job job = () -> load.length;

    Encoding encoding = Codec.data().encode(job);

    assertEquals(33L << 26, encoding.size(), 10_000);
    String message = assertThrows(CodecException.Unencodable.class, encoding::toBytes).getMessage();
    assertTrue(message.contains("bytes, and 2147483639 is the most."), message);
  }

  // ---- wholes in each other ----

  @Test
  void aLeafUnderObjectsAndRecordsInTurnIsNamedWithItsPath() {
    String message = refusal(nested(150, Carrier::new, Row::new, new Thread()));

    String path = "Row.content.load.content.load.content.load ... ";
    assertTrue(message.contains(path), message);
    assertTrue(message.contains(" is a java.lang.Thread, which cannot cross."), message);
  }

  @Test
  void aLeafUnderLambdasAndRecordsInTurnIsToo() {
    UnaryOperator<Object> lambda = UnencodableTest::jobWith;
    String message = refusal(nested(150, lambda, Row::new, new Thread()));

    assertTrue(message.contains(" is a java.lang.Thread, which cannot cross."), message);
    assertTrue(message.length() < 3_000, message);
  }

  private static Job jobWith(Object captured) {
    return () -> captured;
  }

  @Test
  void objectsAndRecordsInTurnAreRefusedWhenTheyAreTooDeep() {
    String message = refusal(nested(300, Carrier::new, Row::new, 1));
    assertTrue(message.contains("is more than 200 values deep"), message);
  }

  @Test
  void aFamilyThatGoesRoundIsRefused() {
    var parent = new Parent();
    parent.children.add(new Child(parent, "a"));
    parent.children.add(new Child(parent, "b"));

    String message = refusal(parent);

    assertTrue(message.contains("Parent.children[0].parent.children[0].parent"), message);
    assertTrue(message.contains("is more than 200 values deep; perhaps they go round"), message);
  }

  @Test
  void aChainThatOverflowsTheStackIsRefused() {
    Step chain = x -> x;
    for (int i = 0; i < 100_000; i++) {
      Step next = chain;
      chain = x -> next.applyAsInt(x) + 1;
    }
    String message = refusal(chain);
    assertTrue(message.contains("too deep in each other for Java serialization"), message);
  }

  private static Object nested(
      int depth, UnaryOperator<Object> odd, UnaryOperator<Object> even, Object leaf) {
    Object whole = leaf;
    for (int i = 0; i < depth; i++) {
      whole = (i % 2 == 0 ? odd : even).apply(whole);
    }
    return whole;
  }

  @Test
  void aLeafDeepInOneObjectOfJavaSerializationIsNamed() {
    Object carrier = new Carrier(new Object[] {1, List.of("x", new Carrier(new Thread()))});
    String message = refusal(carrier);
    assertTrue(message.contains("Carrier.load[1][1].load is a java.lang.Thread, which"), message);
  }

  @Test
  void whatFieldsDoNotLeadToIsNamedWithTheWhole() {
    var sorted = new TreeMap<Integer, Integer>((a, b) -> a - b);
    String message = refusal(sorted);
    assertTrue(
        message.contains("something in the java.util.TreeMap is a lambda for java.util.Comparator"),
        message);
  }

  // ---- lambdas ----

  @Test
  void aLambdaThatIsNotSerializableIsToldWhatToDo() {
    Function<Integer, Integer> lambda = x -> x + 1;
    String message = refusal(new Row(lambda));
    assertEquals(
        "Cannot encode a %s$Row: Row.content is a lambda for java.util.function.Function, which"
                .formatted(HERE)
            + " cannot cross. Let its interface extend java.io.Serializable, as Task and Action"
            + " do, or cast it to (Function & Serializable).",
        message);
  }

  private static String refusal(Object value) {
    return assertThrows(CodecException.Unencodable.class, () -> Codec.data().encode(value))
        .getMessage();
  }
}
