package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A barrier, as one process waits at it. No lock guards it: nobody who is stopped, or dies, keeps
/// others from leaving.
///
/// **Arriving** is one CAS, of the first arrival in the table that is not of this generation: it
/// names the generation and the process, and its index is the thread's. So the table is full when
/// the last index is taken, and needs no clearing. Between the look at the arrival and the CAS the
/// state is read again: if it is what it was, what was seen is of an earlier generation, not of a
/// later one. **Passing** is one CAS of the state, by the last to arrive, to the next generation.
/// **Breaking** is one CAS of the state, too: so a generation either passes or breaks, and whoever
/// was in it finds which: from the state for as long as that tells of it, then from the table of
/// [Breaches], into which [#reset()] enters each before it begins the next generation.
///
/// **Death.** Who waits sleeps until the state changes or anybody dies, and then looks for a dead
/// process among the arrivals of its generation; so does who arrives, and who arrives last. Whoever
/// finds one breaks the barrier. Nothing is taken over from the dead, so nobody need know that they
/// have stopped: whatever they still do is a CAS that fails.
///
/// **Orders.** Each CAS is a full fence. Who arrives last reads all arrivals, acquire; who waits
/// then reads the state, acquire: so all see what all did before.
final class BarrierWord {
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(10);
  private static final int NO_PLACE = -1;

  private final Words words;
  private final long offset;
  private final Peers peers;
  private final Parker parker;
  private final Waiting waiting;
  private final Breaches breaches;
  private final int parties;

  BarrierWord(Words words, long offset, Peers peers, Parker parker) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
    this.parker = parker;
    this.waiting = new Waiting(parker, words, stateAt(), SPIN_NANOS);
    this.breaches = new Breaches(words, offset, peers);
    this.parties = words.getInt(offset + BarrierLayout.PARTIES_AT);
  }

  int parties() {
    return parties;
  }

  /// Waits until all have arrived.
  ///
  /// @param action for the last to arrive
  /// @param nanos to wait; none if 0 or less
  /// @return the arrival's index: that of the last is 0
  int await(@Nullable Runnable action, long nanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    parker.requireCurrent();
    long deadline = Waiting.deadlineAfter(nanos);
    while (true) {
      int state = state();
      requireWhole(state);
      if (Thread.interrupted()) {
        boolean _ = breakFor(state, Breach.Cause.INTERRUPT, peers.self());
        throw new InterruptedException("Interrupted before waiting at a barrier");
      }
      int index = arrive(state);
      if (index == NO_PLACE) {
        awaitNext(state, deadline);
      } else if (index == parties - 1) {
        pass(state, action);
        return 0;
      } else {
        awaitOthers(state, deadline);
        return parties - 1 - index;
      }
    }
  }

  /// @return the index in the table, or [#NO_PLACE] if all are taken or the generation is over
  private int arrive(int state) throws BrokenBarrierException {
    int generation = Generation.ofState(state);
    int index = 0;
    while (index < parties) {
      long at = offset + BarrierLayout.arrivalAt(index);
      long seen = words.getLongAcquire(at); // acquire: pairs with the CAS
      int other = Generation.arrived(seen, generation);
      if (other != Peers.NOBODY) {
        if (peers.isDead(other)) {
          return breakAfterDeath(state, other);
        }
        index++;
      } else if (state() != state) {
        return NO_PLACE; // what was seen may belong to a later generation
      } else if (words.compareAndSetLong(at, seen, Generation.arrival(generation, peers.self()))) {
        return index;
      }
    }
    return NO_PLACE;
  }

  /// It may have died when all had met, and then concerns nobody who comes after that.
  ///
  /// @return [#NO_PLACE] if the generation was over before it could be broken
  private int breakAfterDeath(int state, int dead) throws BrokenBarrierException {
    if (breakFor(state, Breach.Cause.DEATH, dead)) {
      throw broken(state);
    }
    return NO_PLACE;
  }

  private void pass(int state, @Nullable Runnable action) throws BrokenBarrierException {
    if (action != null) {
      boolean done = false;
      try {
        action.run();
        done = true;
      } finally {
        if (!done) {
          boolean _ = breakFor(state, Breach.Cause.ACTION, peers.self());
        }
      }
    }
    if (!words.compareAndSetInt(stateAt(), state, Generation.next(state))) { // pairs with state
      throw broken(state);
    }
    parker.wakeAll(words, stateAt());
  }

  private void awaitOthers(int state, long deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    try {
      if (!waiting.await(new End(state), deadline)
          && breakFor(state, Breach.Cause.TIMEOUT, peers.self())) {
        throw new TimeoutException(
            "Not all %d parties arrived in time, and the barrier is broken now. Call reset()."
                .formatted(parties));
      }
    } catch (InterruptedException e) {
      if (breakFor(state, Breach.Cause.INTERRUPT, peers.self())) {
        throw e;
      }
      Thread.currentThread().interrupt(); // it had ended already
    }
    if (hasBroken(state)) {
      throw broken(state);
    }
  }

  /// All of this generation have arrived: this thread belongs to the next one, and may not break
  /// this one.
  private void awaitNext(int state, long deadline) throws InterruptedException, TimeoutException {
    if (!waiting.await(new End(state), deadline)) {
      throw new TimeoutException(
          "The action of those who arrived before did not end in time. The barrier is whole.");
    }
  }

  /// One thread's wait for the end of a generation.
  private final class End implements Wait {
    private final int state;

    End(int state) {
      this.state = state;
    }

    @Override
    public boolean isOver() {
      return state() != state;
    }

    /// The other side always wakes; but the dead do not.
    @Override
    public int announceSleep() {
      breakIfAnyDied(state);
      return state;
    }

    @Override
    public int owner() {
      return Parker.ANYBODY;
    }
  }

  // ---- breaking ----

  /// Breaks it, until a reset.
  void abort() {
    parker.requireCurrent();
    int state = state();
    while (!Generation.isBroken(state) && !breakFor(state, Breach.Cause.ABORT, peers.self())) {
      state = state();
    }
  }

  /// Breaks it for those that wait, and begins the next generation.
  void reset() {
    parker.requireCurrent();
    while (true) {
      int state = state();
      if (!Generation.isBroken(state)) {
        if (arrivals(Generation.ofState(state)) == 0) {
          return;
        }
        boolean _ = breakFor(state, Breach.Cause.RESET, peers.self());
      } else if (tryBeginAfter(state)) {
        return;
      }
    }
  }

  private boolean tryBeginAfter(int broken) {
    breaches.confirm(Generation.ofState(broken));
    if (!words.compareAndSetInt(stateAt(), broken, Generation.next(broken))) {
      return false;
    }
    parker.wakeAll(words, stateAt());
    return true;
  }

  /// @return whether this call broke it
  private boolean breakFor(int state, Breach.Cause cause, int owner) {
    breaches.note(Breach.of(Generation.ofState(state), cause, owner));
    if (!words.compareAndSetInt(stateAt(), state, state | Generation.BROKEN)) { // pairs with state
      return false;
    }
    parker.wakeAll(words, stateAt());
    return true;
  }

  private void breakIfAnyDied(int state) {
    int generation = Generation.ofState(state);
    for (int index = 0; index < parties; index++) {
      int arrived = arrived(index, generation);
      if (arrived == Peers.NOBODY) {
        return;
      }
      if (peers.isDead(arrived)) {
        boolean _ = breakFor(state, Breach.Cause.DEATH, arrived);
        return;
      }
    }
  }

  // ---- looking ----

  /// Whether it is broken, for one thing because a process died that had arrived.
  boolean isBroken() {
    int state = state();
    if (!Generation.isBroken(state)) {
      breakIfAnyDied(state);
    }
    return Generation.isBroken(state());
  }

  /// How many wait at this moment.
  int waiting() {
    int state = state();
    return Generation.isBroken(state)
        ? 0
        : Math.min(arrivals(Generation.ofState(state)), parties - 1);
  }

  /// A process that waits, for people; null if none does, or all are let go as one has died.
  @Nullable String usedBy() {
    if (isBroken() || waiting() == 0) {
      return null;
    }
    int first = arrived(0, Generation.ofState(state()));
    return first == Peers.NOBODY ? null : peers.describe(first) + " waits at it";
  }

  /// How a generation that is over has ended.
  private boolean hasBroken(int ended) {
    int generation = Generation.ofState(ended);
    int now = state();
    return switch (Generation.from(generation, Generation.ofState(now))) {
      case 0 -> Generation.isBroken(now);
      case 1 -> (now & Generation.LAST_BROKE) != 0;
      default -> breaches.sayThatItBroke(generation);
    };
  }

  private void requireWhole(int state) throws BrokenBarrierException {
    if (Generation.isBroken(state)) {
      throw broken(state);
    }
  }

  private BrokenBarrierException broken(int state) {
    return new BrokenBarrierException(
        "The barrier is broken: %s. Call reset() when no party of it waits any more."
            .formatted(breaches.cause(Generation.ofState(state))));
  }

  private int arrivals(int generation) {
    int count = 0;
    while (count < parties && arrived(count, generation) != Peers.NOBODY) {
      count++;
    }
    return count;
  }

  private int arrived(int index, int generation) {
    // acquire: pairs with arrive
    return Generation.arrived(
        words.getLongAcquire(offset + BarrierLayout.arrivalAt(index)), generation);
  }

  private int state() {
    return words.getIntAcquire(stateAt()); // acquire: pairs with each CAS of it
  }

  private long stateAt() {
    return offset + BarrierLayout.STATE_AT;
  }
}
