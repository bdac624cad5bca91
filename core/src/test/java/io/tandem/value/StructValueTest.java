package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedLock;
import io.tandem.tests.PrivateRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Single records and arrays of them in a scope.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StructValueTest {
  record Position(int quantity, double price, @Length(4) String name) {}

  record Renamed(int quantity, double price, @Length(4) String name) {}

  record Other(int quantity, float price, @Length(4) String name) {}

  record Larger(int quantity, double price, @Length(4) String name, long more) {}

  private static final Position ONE = new Position(1, 1.5, "one");
  private static final Position TWO = new Position(2, 2.5, "two");

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @AfterEach
  void close() {
    scope.unlink(); // what a handle was read into still maps it
    scope.close();
    root.close();
  }

  @Test
  void aValueIsReplacedAsAWhole() {
    StructValue<Position> value = StructValue.create(scope, ONE);
    assertEquals(ONE, value.get());

    value.set(TWO);

    assertEquals(TWO, value.get());
    assertEquals(TWO, value.getPlain());
    assertEquals(TWO + " in scope " + scope, value.toString());
  }

  @Test
  void anUpdateReturnsWhatItMade() {
    StructValue<Position> value = StructValue.create(scope, ONE);

    Position made = value.updateAndGet(old -> new Position(old.quantity + 1, old.price, "upd"));

    assertEquals(new Position(2, 1.5, "upd"), made);
    assertEquals(made, value.get());
  }

  @Test
  void anUpdateThatFailsChangesNothingAndFreesTheLock() {
    StructValue<Position> value = StructValue.create(scope, ONE);

    assertThrows(
        ArithmeticException.class,
        () ->
            value.updateAndGet(
                old -> new Position(Math.addExact(Integer.MAX_VALUE, old.quantity), 0, "")));
    assertThrows(
        IllegalArgumentException.class,
        () -> value.updateAndGet(old -> new Position(1, 0, "too long")));
    assertThrows(IllegalArgumentException.class, () -> value.set(new Position(1, 0, "too long")));
    assertThrows(NullPointerException.class, () -> value.set(null));

    assertEquals(ONE, value.get());
    assertFalse(value.getLock().isLocked());
  }

  @Test
  void aWriterHoldsTheLockAndMayWriteAgain() {
    StructValue<Position> value = StructValue.create(scope, ONE);

    value.updateAndGet(
        old -> {
          assertTrue(value.getLock().isHeldByCurrentThread());
          value.set(TWO);
          assertEquals(TWO, value.get());
          return old;
        });

    assertEquals(ONE, value.get());
  }

  @Test
  void theStructLiesAtItsPlaceForOtherLanguages() {
    StructValue<Position> value = StructValue.create(scope, ONE);

    value.set(TWO);

    assertEquals(2, value.block().segment().get(JAVA_INT, 64));
    value.segment().set(JAVA_INT, 0, 7);
    assertEquals(7, value.get().quantity);
    assertEquals("struct { int32_t quantity; double price; char name[4]; }", value.declaration());
    assertEquals(24, value.layout().byteSize());
  }

  @Test
  void plainWritesGoToTheStruct() {
    StructValue<Position> value = StructValue.create(scope, ONE);

    value.setPlain(TWO);

    assertEquals(TWO, value.get());
    assertThrows(
        IllegalArgumentException.class, () -> value.setPlain(new Position(1, 0, "too long")));
    assertEquals(TWO, value.getPlain());
  }

  @Test
  void aWriterThatFailedInTheMiddleIsMadeGoodByTheNextReader() {
    StructValue<Position> value = StructValue.create(scope, ONE);
    value.set(TWO); // so that the copy has it
    var memory = value.block().segment();
    memory.set(JAVA_INT, 64, -1); // half written
    memory.set(JAVA_LONG, 48, memory.get(JAVA_LONG, 48) - 1); // odd again

    assertEquals(TWO, value.get());

    assertEquals(TWO, value.getPlain());
    assertEquals(0, memory.get(JAVA_LONG, 48) & 1);
  }

  @Test
  void aReaderIsNotToldOfTheDeathOfAWriter() throws Exception {
    var lock = SharedLock.create(scope);
    StructValue<Position> value = StructValue.create(scope, ONE, lock);
    value.set(TWO); // so that the copy has it
    Thread.ofPlatform().start(lock::lock).join();
    var memory = value.block().segment();
    memory.set(JAVA_LONG, 48, memory.get(JAVA_LONG, 48) - 1); // half way
    assertEquals(TWO, value.get());
    assertThrows(OwnerDiedException.class, () -> value.set(ONE));
    assertEquals(TWO, value.get());
  }

  @Test
  void aNamedValueIsMadeOnceWithItsFirstRecord() {
    StructValue<Position> value = StructValue.open(scope, "position", ONE);

    assertEquals(ONE, StructValue.open(scope, "position", TWO).get());
    assertEquals(value, StructValue.open(scope, "position", TWO));
    assertEquals(value.hashCode(), StructValue.open(scope, "position", TWO).hashCode());
    assertNotEquals(value, StructValue.create(scope, ONE));
    assertEquals(
        new Renamed(1, 1.5, "one"),
        StructValue.open(scope, "position", new Renamed(0, 0, "")).get());
  }

  @Test
  void anotherShapeIsRefusedAndBothAreNamed() {
    StructValue.open(scope, "position", ONE);

    for (Record other : new Record[] {new Other(1, 2, ""), new Larger(1, 2, "", 3)}) {
      var refused =
          assertThrows(
              MemoryException.Incompatible.class, () -> StructValue.open(scope, "position", other));
      String message = refused.getMessage();
      assertTrue(
          message.contains(
              "it holds struct { int32_t quantity; double price; char name[4]; }, and"),
          message);
      assertTrue(message.contains(" as %s: it".formatted(other.getClass().getName())), message);
      assertTrue(
          message.contains("the record is " + StructMapping.of(other.getClass()).shape()), message);
    }
    assertThrows(
        MemoryException.Incompatible.class,
        () -> StructArray.open(scope, "position", Position.class, 1));
  }

  @Test
  void anArrayIsOfItsLengthForAll() {
    StructArray<Position> array = StructArray.open(scope, "positions", Position.class, 3);
    array.set(2, TWO);

    assertEquals(array, StructArray.open(scope, "positions", Position.class, 3));
    assertEquals(TWO, StructArray.open(scope, "positions", Position.class, 3).get(2));
    assertEquals(new Position(0, 0, ""), array.get(0));
    var refused =
        assertThrows(
            MemoryException.Incompatible.class,
            () -> StructArray.open(scope, "positions", Position.class, 4));
    assertEquals(
        "Cannot open array 'positions' of scope %s with 4 records: it is there with 3. "
                .formatted(scope)
            + "Use the same length everywhere, or another name.",
        refused.getMessage());
    refused =
        assertThrows(
            MemoryException.Incompatible.class,
            () -> StructArray.open(scope, "positions", Other.class, 3));
    assertTrue(refused.getMessage().contains("it holds struct { int32_t quantity; double price;"));
  }

  @Test
  void anArrayMayBeEmptyAndNeitherNegativeNorTooLong() {
    assertEquals(0, StructArray.create(scope, Position.class, 0).length());
    for (long length : new long[] {-1, Long.MAX_VALUE / 24, Long.MAX_VALUE}) {
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> StructArray.create(scope, Position.class, length));
      assertEquals(
          "Cannot make an array of %d records of 24 bytes: use 0 to 192153584101141162."
              .formatted(length),
          refused.getMessage());
    }
  }

  @Test
  void nothingIsMadeOfWhatIsNoStruct() {
    record Boxed(Integer value) {}

    assertThrows(IllegalArgumentException.class, () -> StructValue.open(scope, "a", new Boxed(1)));
    assertThrows(
        IllegalArgumentException.class, () -> StructArray.open(scope, "b", Boxed.class, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> StructValue.open(scope, "c", new Position(1, 1, "too long")));

    assertEquals(0, scope.directory().size());
  }

  @Test
  void handlesTravel() throws Exception {
    StructValue<Position> value = StructValue.create(scope, ONE);
    StructArray<Position> array = StructArray.create(scope, Position.class, 2);
    array.getLock().lock();

    StructValue<Position> sameValue = copy(value);
    StructArray<Position> sameArray = copy(array);

    sameValue.set(TWO);
    sameArray.set(1, ONE);
    assertEquals(value, sameValue);
    assertEquals(TWO, value.get());
    assertEquals(array, sameArray);
    assertEquals(ONE, array.get(1));
    assertTrue(sameArray.getLock().isHeldByCurrentThread());
    array.getLock().unlock();
  }

  @Test
  void aLockOfOnesOwnGuardsSeveralAndTravelsAlong() throws Exception {
    var lock = SharedLock.create(scope);
    StructValue<Position> value = StructValue.create(scope, ONE, lock);
    StructArray<Position> array = StructArray.create(scope, Position.class, 1, lock);

    value.updateAndGet(
        old -> {
          assertTrue(lock.isHeldByCurrentThread());
          return TWO;
        });

    assertEquals(TWO, value.get());
    assertEquals(lock, copy(value).getLock());
    assertEquals(lock, copy(array).getLock());
  }

  @Test
  void whatWasFreedIsStale() throws Exception {
    StructValue<Position> value = StructValue.create(scope, ONE);
    byte[] handle = bytes(value);

    value.free();

    assertThrows(MemoryException.Stale.class, () -> read(handle));
    assertThrows(MemoryException.Stale.class, value::free);
    assertThrows(MemoryException.Stale.class, () -> value.set(ONE));
    assertThrows(MemoryException.Stale.class, () -> value.updateAndGet(old -> old));
  }

  @Test
  void aViewOfAFreedValueWritesNothingOverWhatTookItsPlace() {
    StructValue<Position> value = StructValue.create(scope, ONE);
    SharedBlock freed = value.block();
    value.free();
    SharedBlock next = scope.allocate(ObjectType.RAW, freed.byteSize());
    assertEquals(freed.offset(), next.offset());
    next.segment().fill((byte) 5);
    next.segment().set(JAVA_INT, StructValueLayout.LOCK_AT, 0); // as a free lock
    next.segment().set(JAVA_LONG, StructValueLayout.SEQUENCE_AT, 7); // as half written
    byte[] before = next.segment().toArray(JAVA_BYTE);

    assertThrows(MemoryException.Stale.class, value::get);
    assertThrows(MemoryException.Stale.class, () -> value.set(TWO));
    assertThrows(MemoryException.Stale.class, () -> value.updateAndGet(_ -> TWO));

    assertArrayEquals(before, next.segment().toArray(JAVA_BYTE));
  }

  @Test
  void aViewOfAFreedArrayWritesSeveralRecordsNowhere() {
    StructArray<Position> array = StructArray.create(scope, Position.class, 2);
    SharedBlock freed = array.block();
    array.free();
    SharedBlock next = scope.allocate(ObjectType.RAW, freed.byteSize());
    assertEquals(freed.offset(), next.offset());

    assertThrows(MemoryException.Stale.class, () -> array.fill(TWO));
    assertThrows(MemoryException.Stale.class, () -> array.copyFrom(List.of(ONE, TWO)));

    assertArrayEquals(new byte[(int) next.byteSize()], next.segment().toArray(JAVA_BYTE));
  }

  @Test
  void damageIsFound() {
    StructValue<Position> value = StructValue.open(scope, "value", ONE);
    StructArray<Position> array = StructArray.open(scope, "array", Position.class, 3);
    value.block().segment().set(JAVA_INT, 60, -1);
    array.block().segment().set(JAVA_LONG, 48, 4);

    for (Runnable open :
        new Runnable[] {
          () -> StructValue.open(scope, "value", ONE),
          () -> StructArray.open(scope, "array", Position.class, 3)
        }) {
      var refused = assertThrows(MemoryException.Incompatible.class, open::run);
      assertTrue(refused.getMessage().endsWith("It is damaged: make it again."));
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T shared) throws IOException, ClassNotFoundException {
    return (T) read(bytes(shared));
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (var input = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return input.readObject();
    }
  }

  private static byte[] bytes(Object shared) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var output = new ObjectOutputStream(bytes)) {
      output.writeObject(shared);
    }
    return bytes.toByteArray();
  }
}
