package io.tandem.peer;

import static io.tandem.peer.SlotLayout.BARRIER;
import static io.tandem.peer.SlotLayout.DIED;
import static io.tandem.peer.SlotLayout.WAITERS;
import static io.tandem.peer.SlotLayout.WATCHED_BY_LOCK;

import io.tandem.linux.RobustList;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// The words of one slot of the registry.
record Slot(Words words, int number) {
  static final int EPOCH_SHIFT = 10;

  private static final int EPOCH_MASK = (1 << 19) - 1;

  static int numberOf(int owner) {
    return owner & (1 << EPOCH_SHIFT) - 1;
  }

  static long offsetOf(int number) {
    return number * SlotLayout.BYTES;
  }

  /// Whether the process that took the slot in the owner's epoch is marked as dead. Plain loads.
  static boolean isMarkedDead(Words words, int owner) {
    long base = offsetOf(numberOf(owner));
    int life = life(words, base);
    return (life & DIED) != 0 || life == 0 || epoch(words, base) != owner >>> EPOCH_SHIFT;
  }

  /// Whether the owner's slot is one that no kernel marks.
  static boolean isWatchedByLock(Words words, int owner) {
    return (life(words, offsetOf(numberOf(owner))) & WATCHED_BY_LOCK) != 0;
  }

  private long at(long field) {
    return offsetOf(number) + field;
  }

  /// The process that took the slot last, as an owner.
  int owner() {
    return epoch() << EPOCH_SHIFT | number;
  }

  private int epoch() {
    return epoch(words, offsetOf(number));
  }

  private static int epoch(Words words, long slotAt) {
    return words.getIntAcquire(slotAt + SlotLayout.EPOCH_AT); // acquire: pairs with describe
  }

  int life() {
    return life(words, offsetOf(number));
  }

  private static int life(Words words, long slotAt) {
    // acquire: pairs with live, with markDead, and with the kernel's mark
    return words.getIntAcquire(slotAt + SlotLayout.LIFE_AT);
  }

  boolean wasEverTaken() {
    return life() != 0;
  }

  boolean isWatchedByLock() {
    return (life() & WATCHED_BY_LOCK) != 0;
  }

  boolean hasBarrier() {
    return (words.getInt(at(SlotLayout.TRAITS_AT)) & BARRIER) != 0;
  }

  long pid() {
    return words.getLong(at(SlotLayout.PID_AT));
  }

  Instant start() {
    return Instant.ofEpochMilli(words.getLong(at(SlotLayout.START_AT)));
  }

  String name() {
    byte[] field = nameField().toArray(ValueLayout.JAVA_BYTE);
    int length = 0;
    while (length < field.length && field[length] != 0) {
      length++;
    }
    return new String(field, 0, length, StandardCharsets.UTF_8);
  }

  private MemorySegment nameField() {
    return words.segment().asSlice(at(SlotLayout.NAME_AT), SlotLayout.NAME_BYTES);
  }

  // ---- by the process that takes it, which holds its lock ----

  /// Begins a new epoch, in which nobody owns anything yet.
  void describe(long pid, Instant start, String name, boolean barrier) {
    int next = epoch() + 1 & EPOCH_MASK;
    words.setIntRelease(at(SlotLayout.EPOCH_AT), next); // release: pairs with epoch
    VarHandle.storeStoreFence(); // before what is said of the new one: pairs with PeerViewer
    words.setInt(at(SlotLayout.TRAITS_AT), barrier ? BARRIER : 0);
    words.setLong(at(SlotLayout.PID_AT), pid);
    words.setLong(at(SlotLayout.START_AT), start.toEpochMilli());
    rename(name);
  }

  /// Who reads it meanwhile may see some of both.
  void rename(String name) {
    byte[] text = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), SlotLayout.NAME_BYTES);
    words.copyIn(at(SlotLayout.NAME_AT), MemorySegment.ofArray(text), 0, text.length);
  }

  /// Hands the life word to the kernel. The list's entry is announced before the word says that it
  /// is ours: a process that is killed between the two was never alive here.
  void live(RobustList list) {
    MemorySegment node = words.segment().asSlice(at(SlotLayout.NODE_AT), Long.BYTES);
    list.announce(node);
    live(RobustList.threadId() | WAITERS);
    list.link(node);
  }

  /// Where the kernel keeps no list.
  void liveByLock() {
    live(WATCHED_BY_LOCK);
  }

  private void live(int word) {
    words.setIntRelease(at(SlotLayout.LIFE_AT), word); // release: pairs with life
  }

  // ---- by others ----

  /// Notes a death that the kernel did not, because the slot's lock was found free.
  void markDead(int aliveLife) {
    words.compareAndSetInt( // full fence: pairs with life
        at(SlotLayout.LIFE_AT), aliveLife, aliveLife | DIED);
  }
}
