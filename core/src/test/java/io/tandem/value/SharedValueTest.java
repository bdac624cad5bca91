package io.tandem.value;

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
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What all values have in common: how they are made and found, their handles, their locks, and
/// their end.
@Timeout(60)
class SharedValueTest {
  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("values");

  @AfterEach
  void nothingIsLeft() {
    scope.unlink();
    scope.close();
    root.close();
  }

  private List<SharedValue> oneOfEach() {
    return List.of(
        BooleanValue.create(scope, true),
        DoubleValue.create(scope, -1.5),
        IntValue.create(scope, 100),
        LongValue.create(scope, Long.MIN_VALUE));
  }

  @Test
  void eachIsMadeWithItsInitialValueWhichIsItsText() {
    assertEquals(
        List.of("true", "-1.5", "100", "-9223372036854775808"),
        oneOfEach().stream().map(Object::toString).toList());
  }

  @Test
  void eachTakesOneCacheLine() {
    for (SharedValue value : oneOfEach()) {
      assertEquals(64, value.block().byteSize());
      assertEquals(0, value.block().segment().address() % 64);
    }
  }

  @Test
  void aNamedValueIsMadeOnceAndFoundAfterThat() {
    assertNamed(n -> IntValue.open(scope, "i", n));
    assertNamed(n -> LongValue.open(scope, "l", n));
    assertNamed(n -> DoubleValue.open(scope, "d", n));
    assertNamed(n -> BooleanValue.open(scope, "b", n == 1));
  }

  private static void assertNamed(IntFunction<SharedValue> open) {
    SharedValue made = open.apply(1);
    SharedValue found = open.apply(2);

    assertEquals(made, found);
    assertEquals(made.toString(), found.toString());
  }

  @Test
  void aNamedValueOfAnotherTypeIsRefusedByAMessageThatNamesBoth() {
    IntValue.open(scope, "total", 0);

    var e =
        assertThrows(MemoryException.Incompatible.class, () -> LongValue.open(scope, "total", 0));

    assertEquals(
        "Cannot use the object 'total' of scope 'values': it is of type int version 1, expected "
            + "long version 1. Open it as what it is, or use another name.",
        e.getMessage());
  }

  @Test
  void twoValuesAreEqualOnlyIfTheyAreTheSame() {
    var one = IntValue.create(scope, 5);
    var other = IntValue.create(scope, 5);

    assertNotEquals(one, other);
    assertNotEquals(one, LongValue.create(scope, 5));
    assertNotEquals((Object) 5, one);
    assertEquals(one, one);
  }

  @Test
  void aHandleIsTheSameValue() throws Exception {
    for (SharedValue value : oneOfEach()) {
      SharedValue arrived = Handles.copy(value);

      assertSame(value.getClass(), arrived.getClass());
      assertEquals(value, arrived);
      assertEquals(value.hashCode(), arrived.hashCode());
      assertEquals(value.toString(), arrived.toString());
      arrived.block().scope().close();
    }
  }

  @Test
  void aHandleIsSmall() throws Exception {
    assertTrue(Handles.write(IntValue.create(scope, 1)).length < 1_000);
  }

  @Test
  void theHandleOfAFreedValueIsStale() throws Exception {
    var value = IntValue.create(scope, 1);
    byte[] handle = Handles.write(value);
    value.free();

    assertThrows(MemoryException.Stale.class, () -> Handles.read(handle));
    var next = IntValue.create(scope, 2);
    assertEquals(value.block().offset(), next.block().offset(), "its place is used again");
    assertThrows(MemoryException.Stale.class, () -> Handles.read(handle));
    assertThrows(MemoryException.Stale.class, value::free);
    assertEquals(2, next.get());
  }

  @Test
  void aValueInAPlaceUsedBeforeBeginsAnew() {
    for (int i = 0; i < 3; i++) {
      var value = IntValue.create(scope, 0);
      assertEquals(0, value.get());
      assertFalse(value.getLock().isLocked());
      value.getLock().lock();
      value.set(-1);
      value.block().free(); // its lock is held
    }
  }

  @Test
  void useAfterTheScopeIsClosedIsAnException() {
    IntValue value;
    SharedLock lock;
    try (SharedScope closing = SharedScope.anonymous(1)) {
      value = IntValue.create(closing, 1);
      lock = value.getLock();
    }

    assertThrows(IllegalStateException.class, value::get);
    assertThrows(IllegalStateException.class, () -> value.set(1));
    assertThrows(IllegalStateException.class, () -> value.getAndAdd(1));
    assertThrows(IllegalStateException.class, value::toString);
    assertThrows(IllegalStateException.class, value::free);
    assertThrows(IllegalStateException.class, lock::lock);
  }

  // ---- the lock ----

  @Test
  void theOwnLockIsTheSameForAllHandles() throws Exception {
    var value = IntValue.create(scope, 0);
    var arrived = Handles.copy(value);

    value.getLock().lock();

    assertSame(value.getLock(), value.getLock());
    assertEquals(value.getLock(), arrived.getLock());
    assertTrue(arrived.getLock().isHeldByCurrentThread());
    assertEquals(value.block(), value.getLock().block());
    arrived.getLock().unlock();
    assertFalse(value.getLock().isLocked());
    arrived.block().scope().close();
  }

  @Test
  void theLockAndTheValueDoNotDisturbEachOther() {
    var value = LongValue.create(scope, -1);

    value.getLock().lock();
    value.set(0x5555_5555_5555_5555L);
    value.getLock().unlock();
    value.getLock().lock();
    value.getLock().unlock();

    assertEquals(0x5555_5555_5555_5555L, value.get());
    assertFalse(value.getLock().isLocked());
    assertEquals(0, value.getLock().ownerDeaths());
  }

  @Test
  void oneLockOfYourOwnGuardsSeveralValuesAndTravelsWithThem() throws Exception {
    SharedLock lock = SharedLock.create(scope);
    List<SharedValue> values =
        List.of(
            BooleanValue.create(scope, false, lock),
            DoubleValue.create(scope, 0, lock),
            IntValue.create(scope, 0, lock),
            LongValue.create(scope, 0, lock));
    for (SharedValue value : values) {
      SharedValue arrived = Handles.copy(value);

      assertSame(lock, value.getLock());
      assertEquals(lock, arrived.getLock());
      assertNotEquals(arrived.block(), arrived.getLock().block());
      arrived.block().scope().close();
      arrived.getLock().block().scope().close();
    }
  }

  @Test
  void aThreadThatEndsHoldingTheLockDoesNotStopTheOthers() throws Exception {
    var value = IntValue.create(scope, 0);
    Thread.ofPlatform().start(() -> value.getLock().lock()).join();

    value.getLock().lock();

    assertTrue(value.getLock().isHeldByCurrentThread());
    assertEquals(1, value.getLock().ownerDeaths());
    value.getLock().unlock();
  }

  // ---- seen from outside ----

  @Test
  void aToolShowsTheValueAndALockThatWasTaken() {
    IntValue.open(scope, "int", -7);
    BooleanValue.open(scope, "boolean", true);
    DoubleValue.open(scope, "double", 0.5);
    var guarded = LongValue.open(scope, "long", 1L << 40);
    guarded.getLock().lock();

    assertEquals("-7", shown("int"));
    assertEquals("true", shown("boolean"));
    assertEquals("0.5", shown("double"));
    String held = shown("long");
    assertTrue(held.startsWith("1099511627776; its lock is held by "), held);
    guarded.getLock().unlock();
    assertEquals("1099511627776; its lock is free; taken once", shown("long"));
  }

  private String shown(String name) {
    return Inspector.inspect().scopes().stream()
        .flatMap(view -> view.contents().orElseThrow().objects().stream())
        .filter(object -> object.name().orElse("").equals(name))
        .map(object -> assertInstanceOf(ValueView.class, object.details().orElseThrow()).text())
        .findFirst()
        .orElseThrow();
  }
}
