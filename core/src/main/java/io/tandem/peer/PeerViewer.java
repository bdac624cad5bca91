package io.tandem.peer;

import io.tandem.inspect.PeerView;
import io.tandem.word.Words;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Reads a registry from outside: it registers nobody and marks nobody dead.
public final class PeerViewer {
  private final Words words;
  private final SlotLocks locks;
  private final int self;

  PeerViewer(Words words, SlotLocks locks, int self) {
    this.words = words;
    this.locks = locks;
    this.self = self;
  }

  /// The view of an owner of whom no registry tells.
  public static PeerView unknown(int owner) {
    return new PeerView(
        Slot.numberOf(owner), owner >>> Slot.EPOCH_SHIFT, 0, Instant.EPOCH, "", false);
  }

  /// All processes that have a slot or were the last to have one, by slot.
  public List<PeerView> peers() {
    return IntStream.rangeClosed(1, Registry.SLOTS)
        .mapToObj(number -> new Slot(words, number))
        .filter(Slot::wasEverTaken)
        .map(slot -> view(slot.owner()))
        .toList();
  }

  /// The process that is an owner, as shared words name it.
  public PeerView view(int owner) {
    var slot = new Slot(words, Slot.numberOf(owner));
    if (slot.number() == 0) {
      return unknown(owner);
    }
    var view =
        new PeerView(
            slot.number(),
            owner >>> Slot.EPOCH_SHIFT,
            slot.pid(),
            slot.start(),
            slot.name(),
            isAlive(slot, owner));
    VarHandle.loadLoadFence(); // what was read belongs to that owner only if it still has the slot
    return slot.owner() == owner ? view : unknown(owner);
  }

  private boolean isAlive(Slot slot, int owner) {
    if (Slot.isMarkedDead(words, owner)) {
      return false;
    }
    return owner == self || !slot.isWatchedByLock() || locks.isLocked(slot.number());
  }
}
