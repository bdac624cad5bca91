package io.tandem.memory;

import static io.tandem.memory.Argument.contents;
import static io.tandem.memory.Argument.segmentBuffer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.Calls.Call;
import java.lang.foreign.Arena;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Agrona's own buffer says what every method does: results, effects, exceptions and memory.
@Tag("oracle")
class SegmentBufferOracleTest {
  private static final int CAPACITY =
      53; // not a multiple of 8: the last bytes are hashed one by one
  private static final int BEFORE = 5; // bytes of the array in front of a wrapped part

  /// What a call did, as far as a caller can see.
  record Outcome(Object result, Object failure, List<Object> effects, String memory) {}

  @Provide
  Arbitrary<byte[]> memory() {
    return Calls.memory(CAPACITY);
  }

  @Provide
  Arbitrary<List<Call>> calls() {
    return Calls.ofEach(Operations.generated(), CAPACITY);
  }

  @Provide
  Arbitrary<List<Call>> plainCalls() {
    return Calls.ofEach(Operations.plain(), CAPACITY);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void everyMethodDoesWhatAgronaDoes(
      @ForAll("memory") byte[] memory, @ForAll("calls") List<Call> calls) throws Exception {
    try (var arena = Arena.ofConfined()) {
      Function<byte[], AtomicBuffer> ours = bytes -> segmentBuffer(arena, bytes);
      assertSame(calls, ours.apply(memory), ours, oracle(memory), SegmentBufferOracleTest::oracle);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void everyPlainMethodDoesWhatAgronaDoesOnPartOfAnArray(
      @ForAll("memory") byte[] memory, @ForAll("plainCalls") List<Call> calls) throws Exception {
    Function<byte[], AtomicBuffer> ours =
        bytes -> {
          var buffer = segmentBuffer(Arena.ofAuto(), new byte[0]);
          buffer.wrap(inArray(bytes), BEFORE, bytes.length);
          return buffer;
        };
    Function<byte[], AtomicBuffer> oracle =
        bytes -> new UnsafeBuffer(inArray(bytes), BEFORE, bytes.length);

    assertSame(calls, ours.apply(memory), ours, oracle.apply(memory), oracle);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void plainAccessNeedsNoAlignment(
      @ForAll("memory") byte[] memory, @ForAll("plainCalls") List<Call> calls) throws Exception {
    try (var arena = Arena.ofConfined()) {
      Function<byte[], AtomicBuffer> ours =
          bytes ->
              new SegmentBuffer(
                  segmentBuffer(arena, inArray(bytes)).segment().asSlice(BEFORE, bytes.length));
      Function<byte[], AtomicBuffer> oracle =
          bytes -> new UnsafeBuffer(oracle(inArray(bytes)), BEFORE, bytes.length);

      assertSame(calls, ours.apply(memory), ours, oracle.apply(memory), oracle);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void equalityAndHashAreAgronas(@ForAll("memory") byte[] one, @ForAll("memory") byte[] other) {
    try (var arena = Arena.ofConfined()) {
      var ours = segmentBuffer(arena, one);

      assertEquals(oracle(one).hashCode(), ours.hashCode());
      assertEquals(oracle(one).equals(oracle(other)), ours.equals(segmentBuffer(arena, other)));
      assertEquals(ours, segmentBuffer(arena, one));
      assertEquals(oracle(one).compareTo(oracle(other)), ours.compareTo(oracle(other)));
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void bytesGoToAndComeFromAgronasBuffers(
      @ForAll("memory") byte[] one, @ForAll("memory") byte[] other) {
    try (var arena = Arena.ofConfined()) {
      var onHeap = new UnsafeBuffer(inArray(other), BEFORE, CAPACITY);
      var atAddress = new UnsafeBuffer(segmentBuffer(arena, other).addressOffset(), CAPACITY);
      for (var foreign : List.of(oracle(other), onHeap, atAddress)) {
        var ours = segmentBuffer(arena, one);
        ours.putBytes(3, foreign, 7, 20);
        var expected = oracle(one);
        expected.putBytes(3, foreign, 7, 20);
        assertArrayEquals(contents(expected), contents(ours));

        ours.getBytes(1, foreign, 11, 30);
        assertArrayEquals(
            Arrays.copyOfRange(contents(ours), 1, 31),
            Arrays.copyOfRange(contents(foreign), 11, 41));
      }
    }
  }

  @Example
  void agronaFindsTheMemoryOfEveryWrap() {
    byte[] array = {0, 0, 0, 0, 0, 0, 0, 42, 0, 0};
    var ours = segmentBuffer(Arena.ofAuto(), new byte[8]);
    ours.wrap(array, 6, 3);
    var theirs = new UnsafeBuffer(array, 6, 3);

    assertEquals(theirs.addressOffset(), ours.addressOffset());
    assertEquals(42, new UnsafeBuffer(ours).getByte(1));

    ours.wrap(ByteBuffer.allocateDirect(16).put(5, (byte) 43), 4, 8);
    assertEquals(43, new UnsafeBuffer(ours).getByte(1));
  }

  private static void assertSame(
      List<Call> calls,
      AtomicBuffer ours,
      Function<byte[], AtomicBuffer> ourKind,
      AtomicBuffer theirs,
      Function<byte[], AtomicBuffer> theirKind)
      throws IllegalAccessException {
    for (Call call : calls) {
      assertEquals(outcome(call, theirs, theirKind), outcome(call, ours, ourKind), call::toString);
    }
  }

  private static Outcome outcome(
      Call call, AtomicBuffer buffer, Function<byte[], AtomicBuffer> kind)
      throws IllegalAccessException {
    var arguments = call.arguments().stream().map(argument -> argument.make(kind)).toArray();
    Object result = "";
    Object failure = "";
    try {
      Object returned = call.method().invoke(buffer, arguments);
      result = returned == null ? "" : returned;
    } catch (InvocationTargetException e) {
      failure = failure(e.getCause());
    }
    var effects = new ArrayList<Object>();
    for (int i = 0; i < arguments.length; i++) {
      effects.add(call.arguments().get(i).effect(arguments[i]));
    }
    return new Outcome(result, failure, effects, Arrays.toString(contents(buffer)));
  }

  /// The kind of a failure; for numbers that cannot be parsed or written also the words.
  private static Object failure(Throwable thrown) {
    return switch (thrown) {
      case IndexOutOfBoundsException _ -> IndexOutOfBoundsException.class;
      case NumberFormatException e -> e.toString();
      default -> thrown.getClass();
    };
  }

  private static UnsafeBuffer oracle(byte[] contents) {
    return new UnsafeBuffer(ByteBuffer.allocateDirect(contents.length).put(0, contents));
  }

  private static byte[] inArray(byte[] contents) {
    byte[] array = new byte[BEFORE + contents.length + 3];
    System.arraycopy(contents, 0, array, BEFORE, contents.length);
    return array;
  }
}
