package io.tandem.demos.job;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.Serializable;
import java.util.List;

/// The units of a job, and how far each of them is: what makes the total exact whoever dies.
///
/// Every step of a unit is one compare-and-set of its word, so of two processes that want different
/// things one gets its way, and the other is told. A unit's producer and consumer name its attempt,
/// for a process that died never comes back: what the dead producer of an earlier attempt has left
/// in a ring finds another word than it expects, and is dropped.
final class Ledger implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ObjectType TYPE = new ObjectType("ledger", 1);

  private final SharedBlock block;
  private final transient Words words;

  private Ledger(SharedBlock block) {
    this.block = block;
    this.words = new SegmentWords(block.segment());
  }

  static Ledger create(SharedScope scope, List<Unit> units) {
    var ledger = new Ledger(scope.allocate(TYPE, units.size() * LedgerLayout.BYTES));
    for (int unit = 0; unit < units.size(); unit++) {
      ledger.write(unit, units.get(unit));
    }
    return ledger;
  }

  private void write(int number, Unit unit) {
    long row = row(number);
    words.setInt(row + LedgerLayout.FIRST_FILE_AT, unit.firstFile());
    words.setInt(row + LedgerLayout.FILES_AT, unit.files());
    words.setInt(row + LedgerLayout.PART_AT, unit.part());
    words.setInt(row + LedgerLayout.PARTS_AT, unit.parts());
  }

  int size() {
    return (int) (block.byteSize() / LedgerLayout.BYTES);
  }

  Unit get(int unit) {
    long row = row(unit);
    return new Unit(
        words.getInt(row + LedgerLayout.FIRST_FILE_AT),
        words.getInt(row + LedgerLayout.FILES_AT),
        words.getInt(row + LedgerLayout.PART_AT),
        words.getInt(row + LedgerLayout.PARTS_AT));
  }

  // ---- producers ----

  /// Takes a unit, if it is free.
  boolean take(int unit, int producer) {
    return state(unit) == UnitState.FREE && change(unit, UnitState.FREE, UnitState.taken(producer));
  }

  /// Whether a producer has a unit, and has sent nothing of it.
  boolean isTaken(int unit, int producer) {
    return state(unit) == UnitState.taken(producer);
  }

  /// Notes where a unit is sent to; before the last message of it is.
  void send(int unit, int producer, int consumer) {
    require(change(unit, UnitState.taken(producer), UnitState.sent(producer, consumer)), unit);
  }

  // ---- consumers ----

  /// Puts a unit that has come as a whole into a consumer's counts, if it still belongs there.
  boolean count(int unit, int producer, int consumer) {
    return change(unit, UnitState.sent(producer, consumer), UnitState.counted(producer, consumer));
  }

  boolean isCounted(int unit) {
    return UnitState.isCounted(state(unit));
  }

  // ---- the parent ----

  /// Notes that the counts in which a unit is have come.
  void deliver(int unit) {
    int state = state(unit);
    require(
        isCounted(unit)
            && !UnitState.isDelivered(state)
            && change(unit, state, UnitState.delivered(state)),
        unit);
  }

  boolean isAllCounted() {
    for (int unit = 0; unit < size(); unit++) {
      if (!isCounted(unit)) {
        return false;
      }
    }
    return true;
  }

  /// Frees the units that nothing will become of, and returns how many. A producer that does not
  /// know yet that its consumer is lost may take some of them for it again, so this is to be called
  /// again and again.
  int free(Losses losses) {
    int freed = 0;
    for (int unit = 0; unit < size(); unit++) {
      int state = state(unit);
      if (UnitState.isOrphaned(state, losses) && change(unit, state, UnitState.FREE)) {
        freed++;
      }
    }
    return freed;
  }

  private int state(int unit) {
    return words.getIntAcquire(row(unit) + LedgerLayout.STATE_AT); // acquire: pairs with change
  }

  private boolean change(int unit, int from, int to) {
    return words.compareAndSetInt(row(unit) + LedgerLayout.STATE_AT, from, to); // pairs with state
  }

  private void require(boolean changed, int unit) {
    if (!changed) {
      throw new IllegalStateException(
          "Unit %d is in state %x, which only a bug explains. Run the job again, and report it."
              .formatted(unit, state(unit)));
    }
  }

  private static long row(int unit) {
    return unit * LedgerLayout.BYTES;
  }

  private Object readResolve() {
    return new Ledger(block);
  }
}
