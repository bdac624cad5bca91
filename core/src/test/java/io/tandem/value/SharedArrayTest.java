package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.Inspector;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import io.tandem.tests.PrivateRoot;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// What all arrays have in common: how they are made and found, their bounds and slices, their
/// handles, their locks, and their end.
@Timeout(60)
class SharedArrayTest {
  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("arrays");

  @AfterEach
  void nothingIsLeft() {
    scope.unlink();
    scope.close();
    root.close();
  }

  private List<SharedArray> oneOfEach(long length) {
    return List.of(
        ByteArray.create(scope, length),
        DoubleArray.create(scope, length),
        FloatArray.create(scope, length),
        IntArray.create(scope, length),
        LongArray.create(scope, length));
  }

  // ---- making and finding ----

  @Test
  void eachIsMadeOfZerosAlsoInAPlaceUsedBefore() {
    for (int i = 0; i < 3; i++) {
      for (SharedArray array : oneOfEach(9)) {
        assertEquals(9, array.length());
        for (long at = 0; at < array.segment().byteSize(); at++) {
          assertEquals(0, array.segment().get(JAVA_BYTE, at));
        }
        array.segment().fill((byte) -1);
        array.free();
      }
    }
  }

  @Test
  void elementsBeginOnACacheLineAndHaveTheWidthOfC() {
    long[] widths = {1, 8, 4, 4, 8};
    List<SharedArray> arrays = oneOfEach(3);
    for (int i = 0; i < widths.length; i++) {
      SharedArray array = arrays.get(i);
      assertEquals(3 * widths[i], array.segment().byteSize());
      assertEquals(0, array.segment().address() % 64);
      assertEquals(64, array.segment().address() - array.block().segment().address());
    }
  }

  @Test
  void anArrayMayBeEmpty() {
    for (SharedArray array : oneOfEach(0)) {
      assertEquals(0, array.length());
      assertEquals("[]", array.toString());
    }
    assertArrayEquals(new int[0], IntArray.create(scope, 0).toArray());
    assertThrows(IndexOutOfBoundsException.class, () -> ByteArray.create(scope, 0).get(0));
  }

  @Test
  void anImpossibleLengthIsRefusedAndSaysWhatIsPossible() {
    var e = assertThrows(IllegalArgumentException.class, () -> IntArray.create(scope, -1));
    assertEquals("Cannot make an array of -1 elements: use 0 to 2^56.", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> LongArray.create(scope, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> LongArray.open(scope, "x", -1));
    assertThrows(MemoryException.NoSpace.class, () -> LongArray.create(scope, 1L << 56));
    assertEquals(List.of(), scope.directory());
  }

  @Test
  void aNamedArrayIsMadeOnceAndFoundAfterThat() {
    IntArray made = IntArray.open(scope, "a", 3);
    made.copyFrom(1, 2, 3);

    IntArray found = IntArray.open(scope, "a", 3);

    assertEquals(made, found);
    assertEquals("[1, 2, 3]", found.toString());
  }

  @Test
  void anotherLengthOrTypeIsRefusedByMessagesThatNameBoth() {
    ByteArray.open(scope, "a", 3);

    for (long other : new long[] {0, 4, 1_000}) { // 3 and 4 take up as many bytes
      var e =
          assertThrows(MemoryException.Incompatible.class, () -> ByteArray.open(scope, "a", other));
      assertEquals(
          "Cannot open array 'a' of scope 'arrays' with %d elements: it is there with 3. "
                  .formatted(other)
              + "Use the same length everywhere, or another name.",
          e.getMessage());
    }
    var type = assertThrows(MemoryException.Incompatible.class, () -> IntArray.open(scope, "a", 3));
    assertTrue(type.getMessage().contains("byte[] version 1, expected int[] version 1"));
  }

  @Test
  void aDamagedLengthIsRefused() {
    IntArray array = IntArray.open(scope, "a", 3);
    array.block().segment().set(JAVA_LONG, 48, 1_000);

    var e = assertThrows(MemoryException.Incompatible.class, () -> IntArray.open(scope, "a", 3));

    assertTrue(e.getMessage().contains("says it has 1000 elements. It is damaged"));
  }

  // ---- elements ----

  @Test
  void anIndexOutsideIsAnExceptionThatNamesItAndTheLength() {
    IntArray array = IntArray.create(scope, 10);
    IntArray slice = array.slice(2, 5);

    assertOutside("Index 10 out of bounds for length 10", () -> array.get(10));
    assertOutside("Index -1 out of bounds for length 10", () -> array.set(-1, 0));
    assertOutside(
        "Index 4611686018427387904 out of bounds for length 10", () -> array.getPlain(1L << 62));
    assertOutside("Index 3 out of bounds for length 3", () -> slice.getAndAdd(3, 1));
    assertOutside("Index -1 out of bounds for length 3", () -> slice.compareAndSet(-1, 0, 1));
    assertOutside("Range [2, 11) out of bounds for length 10", () -> array.slice(2, 11));
    assertOutside("Range [5, 4) out of bounds for length 10", () -> array.slice(5, 4));
    assertOutside(
        "Range [8, 8 + 3) out of bounds for length 10", () -> array.copyFrom(8, new int[3], 0, 3));
    assertOutside(
        "Range [8, 8 + 3) out of bounds for length 10", () -> array.copyTo(8, new int[3], 0, 3));
    assertOutside("Range [0, 0 + 4) out of bounds for length 3", () -> slice.copyFrom(1, 2, 3, 4));
    assertEquals("[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]", array.toString());
  }

  @Test
  void everyTypeChecksItsIndex() {
    assertOutside("Index 3 out of bounds for length 3", () -> ByteArray.create(scope, 3).get(3));
    assertOutside("Index 3 out of bounds for length 3", () -> LongArray.create(scope, 3).get(3));
    assertOutside("Index 3 out of bounds for length 3", () -> FloatArray.create(scope, 3).get(3));
    assertOutside("Index 3 out of bounds for length 3", () -> DoubleArray.create(scope, 3).get(3));
    // There are bytes behind the last one, up to a multiple of 8.
    ByteArray bytes = ByteArray.create(scope, 3);
    assertOutside(
        "Index 3 out of bounds for length 3", () -> bytes.compareAndSet(3, (byte) 0, (byte) 1));
  }

  private static void assertOutside(String message, Executable access) {
    assertEquals(message, assertThrows(IndexOutOfBoundsException.class, access).getMessage());
  }

  @Test
  void changingAByteLeavesItsNeighboursAlone() {
    ByteArray bytes = ByteArray.create(scope, 12);
    for (int i = 0; i < 12; i++) {
      bytes.fill((byte) 0x55);
      assertTrue(bytes.compareAndSet(i, (byte) 0x55, (byte) -1));
      assertFalse(bytes.compareAndSet(i, (byte) 0x55, (byte) 0));
      assertEquals(-1, bytes.getAndAdd(i, 4));
      byte[] expected = new byte[12];
      Arrays.fill(expected, (byte) 0x55);
      expected[i] = 3;
      assertArrayEquals(expected, bytes.toArray());
    }
  }

  // ---- many elements ----

  @Test
  void fillSetsAllOfASliceAndNothingElse() {
    IntArray ints = IntArray.create(scope, 6);
    ints.slice(1, 5).fill(0x01020304);
    assertArrayEquals(
        new int[] {0, 0x01020304, 0x01020304, 0x01020304, 0x01020304, 0}, ints.toArray());

    LongArray longs = LongArray.create(scope, 4);
    longs.slice(1, 3).fill(1L << 40);
    assertArrayEquals(new long[] {0, 1L << 40, 1L << 40, 0}, longs.toArray());

    ByteArray bytes = ByteArray.create(scope, 4);
    bytes.slice(1, 3).fill((byte) 7);
    assertArrayEquals(new byte[] {0, 7, 7, 0}, bytes.toArray());

    FloatArray floats = FloatArray.create(scope, 4);
    floats.slice(1, 3).fill(-0f);
    assertArrayEquals(new float[] {0, -0f, -0f, 0}, floats.toArray());

    DoubleArray doubles = DoubleArray.create(scope, 4);
    doubles.slice(1, 3).fill(Double.NaN);
    assertArrayEquals(new double[] {0, Double.NaN, Double.NaN, 0}, doubles.toArray());
  }

  @Test
  void elementsAreCopiedFromAndToPartsOfJavaArrays() {
    IntArray ints = IntArray.of(scope, 1, 2, 3, 4);
    ints.copyFrom(2, new int[] {9, 8, 7, 6}, 1, 2);
    assertArrayEquals(new int[] {1, 2, 8, 7}, ints.toArray());
    int[] target = new int[4];
    ints.copyTo(1, target, 2, 2);
    assertArrayEquals(new int[] {0, 0, 2, 8}, target);

    ByteArray bytes = ByteArray.of(scope, new byte[] {1, 2, 3});
    bytes.copyFrom(1, new byte[] {9, 8}, 0, 2);
    assertArrayEquals(new byte[] {1, 9, 8}, bytes.toArray());

    LongArray longs = LongArray.of(scope, 1, 2, 3);
    longs.copyFrom(1, new long[] {9, 8}, 0, 2);
    assertArrayEquals(new long[] {1, 9, 8}, longs.toArray());

    FloatArray floats = FloatArray.of(scope, 1, 2, 3);
    floats.copyFrom(1, new float[] {9, 8}, 0, 2);
    assertArrayEquals(new float[] {1, 9, 8}, floats.toArray());

    DoubleArray doubles = DoubleArray.of(scope, 1, 2, 3);
    doubles.copyFrom(1, new double[] {9, 8}, 0, 2);
    assertArrayEquals(new double[] {1, 9, 8}, doubles.toArray());
  }

  @Test
  void streamsReadTheElementsInTheirOrder() {
    assertEquals(30, IntArray.of(scope, 1, 4, 9, 16).stream().sum());
    assertArrayEquals(
        new long[] {5, 6}, LongArray.of(scope, 4, 5, 6, 7).slice(1, 3).stream().toArray());
    assertEquals(1.5, DoubleArray.of(scope, 0.5, 1).stream().parallel().sum());
  }

  @Test
  void theSegmentIsTheElementsThemselves() {
    IntArray ints = IntArray.of(scope, 1, 2, 3);

    ints.slice(1, 3).segment().setAtIndex(JAVA_INT, 0, 7);

    assertEquals(7, ints.get(1));
  }

  @Test
  void aLongArrayShowsItsFirstElementsAndItsLength() {
    IntArray ints = IntArray.create(scope, 21);
    String twenty = "0, ".repeat(20);

    assertEquals("[" + twenty + "... 21 in all]", ints.toString());
    assertEquals("[" + twenty.substring(0, 58) + "]", ints.slice(0, 20).toString());
  }

  // ---- handles, slices, locks ----

  @Test
  void aHandleIsTheSameArrayOrSlice() throws Exception {
    for (SharedArray array : oneOfEach(9)) {
      assertArrives(array);
    }
    IntArray ints = IntArray.of(scope, 0, 1, 2, 3);
    assertArrives(ints.slice(1, 3));
    assertArrives(ints.slice(4, 4));
  }

  private static void assertArrives(SharedArray array) throws Exception {
    SharedArray arrived = Handles.copy(array);

    assertSame(array.getClass(), arrived.getClass());
    assertEquals(array, arrived);
    assertEquals(array.hashCode(), arrived.hashCode());
    assertEquals(array.toString(), arrived.toString());
    assertEquals(array.segment().address(), arrived.segment().address());
    arrived.block().scope().close();
  }

  @Test
  void arraysAreEqualIfTheyAreTheSameElementsNotIfTheyHoldTheSame() {
    IntArray ints = IntArray.create(scope, 10);

    assertNotEquals(ints, IntArray.create(scope, 10));
    assertEquals(ints.slice(2, 6), ints.slice(1, 9).slice(1, 5));
    assertEquals(ints, ints.slice(0, 10));
    assertNotEquals(ints, ints.slice(0, 9));
    assertNotEquals(ints.slice(0, 5), ints.slice(5, 10));
  }

  @Test
  void theHandleOfAFreedArrayIsStale() throws Exception {
    IntArray array = IntArray.create(scope, 10);
    byte[] handle = Handles.write(array);
    byte[] ofSlice = Handles.write(array.slice(1, 2));
    array.free();

    assertThrows(MemoryException.Stale.class, () -> Handles.read(handle));
    assertThrows(MemoryException.Stale.class, () -> Handles.read(ofSlice));
    assertThrows(MemoryException.Stale.class, array::free);
  }

  @Test
  void aFreedArrayIsNotOverwritten() {
    IntArray array = IntArray.create(scope, 10);
    array.free();
    IntArray next = IntArray.create(scope, 10);

    assertThrows(MemoryException.Stale.class, () -> array.fill(7));
    assertThrows(MemoryException.Stale.class, () -> array.copyFrom(1, 2, 3));
    assertArrayEquals(new int[10], next.toArray());
  }

  @Test
  void useAfterTheScopeIsClosedIsAnException() {
    LongArray array;
    try (SharedScope closing = SharedScope.anonymous(1)) {
      array = LongArray.create(closing, 10);
    }

    assertThrows(IllegalStateException.class, () -> array.get(0));
    assertThrows(IllegalStateException.class, () -> array.setPlain(0, 1));
    assertThrows(IllegalStateException.class, () -> array.fill(1));
    assertThrows(IllegalStateException.class, array::toArray);
    assertThrows(IllegalStateException.class, array::free);
  }

  @Test
  void slicesHaveTheLockOfTheirArray() {
    IntArray array = IntArray.create(scope, 10);

    assertEquals(array.getLock(), array.slice(3, 4).slice(0, 1).getLock());
    assertSame(array.getLock(), array.getLock());
    array.getLock().lock();
    assertTrue(array.slice(3, 4).getLock().isHeldByCurrentThread());
    array.getLock().unlock();
    assertEquals("[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]", array.toString());
  }

  @Test
  void aLockOfYourOwnTravelsWithTheArray() throws Exception {
    SharedLock lock = SharedLock.create(scope);
    SharedArray arrived = Handles.copy(DoubleArray.create(scope, 3, lock).slice(1, 2));

    assertEquals(lock, arrived.getLock());
    arrived.block().scope().close();
    arrived.getLock().block().scope().close();
  }

  // ---- seen from outside ----

  @Test
  void aToolShowsTheFirstElementsAndALockThatWasTaken() {
    IntArray.open(scope, "int", 3).copyFrom(1, -2, 3);
    ByteArray.open(scope, "byte", 2).fill((byte) 200);
    FloatArray.open(scope, "float", 12).fill(0.5f);
    DoubleArray guarded = DoubleArray.open(scope, "double", 1);
    guarded.getLock().lock();

    assertEquals("[1, -2, 3]", shown("int"));
    assertEquals("[-56, -56]", shown("byte"));
    assertEquals("[" + "0.5, ".repeat(10) + "... 12 in all]", shown("float"));
    String held = shown("double");
    assertTrue(held.startsWith("[0.0]; its lock is held by "), held);
    guarded.getLock().unlock();
  }

  @Test
  void aToolSaysNothingOfADamagedArray() {
    IntArray array = IntArray.open(scope, "a", 3);
    array.block().segment().set(JAVA_INT, 56, 0);

    var objects = Inspector.inspect().scopes().getFirst().contents().orElseThrow().objects();

    assertTrue(objects.getFirst().details().isEmpty());
  }

  private String shown(String name) {
    return Inspector.inspect().scopes().stream()
        .flatMap(view -> view.contents().orElseThrow().objects().stream())
        .filter(object -> object.name().orElse("").equals(name))
        .map(object -> assertInstanceOf(ArrayView.class, object.details().orElseThrow()).text())
        .findFirst()
        .orElseThrow();
  }
}
