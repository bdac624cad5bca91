package io.tandem.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The slots of a registry, taken by processes that one thread plays. Their deaths are found by
/// their locks.
class RegistryTest {
  private static final int SLOTS = 1023;

  private final MemorySegment memory = Arena.ofAuto().allocate(Registry.BYTES, 64);
  private final Words words = new SegmentWords(memory);
  private final Set<Integer> locked = new HashSet<>();
  private final Registry observer = process();

  RegistryTest() {
    RegistryHeader.initialize(memory, UUID.randomUUID(), 1);
  }

  private Registry process() {
    return new Registry(memory, new Locks(), "the test's memory");
  }

  private final class Locks implements SlotLocks {
    @Override
    public void lockClaims() {}

    @Override
    public void unlockClaims() {}

    @Override
    public boolean tryLock(int slot) {
      return locked.add(slot);
    }

    @Override
    public boolean isLocked(int slot) {
      return locked.contains(slot);
    }
  }

  /// A process registers.
  private int join() {
    return process().claim(Optional.empty());
  }

  private void kill(int owner) {
    assertTrue(locked.remove(Slot.numberOf(owner)));
  }

  @Test
  void aSlotRestsUntilAllOthersWereUsed() {
    int first = join();
    kill(first);
    for (int slot = 2; slot <= SLOTS; slot++) {
      int next = join();
      assertEquals(slot, Slot.numberOf(next));
      kill(next);
    }

    int again = join();

    assertEquals(Slot.numberOf(first), Slot.numberOf(again));
    assertNotEquals(first, again);
  }

  @Test
  void aDeadOwnerNeverLooksAliveAgain() {
    int dead = join();
    assertTrue(observer.isAlive(dead));
    kill(dead);

    for (int epoch = 0; epoch < 100; epoch++) {
      words.setInt(RegistryLayout.NEXT_AT, 0);
      int next = join();

      assertEquals(Slot.numberOf(dead), Slot.numberOf(next));
      assertTrue(observer.isDead(dead));
      assertTrue(observer.isAlive(next));
      assertEquals("a process that ended long ago (%#x)".formatted(dead), observer.describe(dead));
      observer.awaitStopped(dead);
      kill(next);
      assertTrue(observer.isDead(next));
    }
  }

  @Test
  void anOwnerIsToldByTheNameItHasNow() {
    int owner = join();
    assertTrue(observer.describe(owner).startsWith("process 'main'"), observer.describe(owner));

    new Slot(words, Slot.numberOf(owner)).rename("adder");

    assertTrue(observer.describe(owner).startsWith("process 'adder'"), observer.describe(owner));
  }

  @Test
  void aFullRegistryNamesWhoHasIt() {
    for (int slot = 1; slot <= SLOTS; slot++) {
      join();
    }

    var refused = assertThrows(IllegalStateException.class, this::join);

    String holder = "process 'main' (pid %d)".formatted(ProcessHandle.current().pid());
    assertEquals(
        "Cannot register this process in the test's memory: all 1023 slots are taken, by "
            + (holder + ", ").repeat(5)
            + "... End some of them.",
        refused.getMessage());
    kill(Slot.numberOf(700));
    assertEquals(700, Slot.numberOf(join()), "one of them has ended");
  }

  @Test
  void anUnusedOrWildOwnerIsDead() {
    int living = join();
    for (int owner : new int[] {5, Peers.OWNER_MASK, living + 1, living | 1 << 28}) {
      assertTrue(observer.isDead(owner), () -> Integer.toHexString(owner));
    }
    assertFalse(observer.isDead(living));
  }
}
