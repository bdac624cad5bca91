package io.tandem.demos.job;

/// A walk along the ledger that goes on where it stopped, and starts again after units were freed.
///
/// Its tests are methods, not lambdas, because each lambda makes the start of a process slower.
final class Pass {
  static final int NONE = -1;

  private final Ledger ledger;
  private final Board board;
  private long freed;
  private int at;

  Pass(Ledger ledger, Board board) {
    this.ledger = ledger;
    this.board = board;
  }

  /// Takes the next free unit for a producer, and returns it, or [#NONE] while there is none.
  int takeNext(int producer) {
    restartIfFreed();
    while (at < ledger.size()) {
      int unit = at++;
      if (ledger.take(unit, producer)) {
        return unit;
      }
    }
    return NONE;
  }

  /// Whether all units were counted when it came by.
  boolean isAllCounted() {
    restartIfFreed();
    while (at < ledger.size() && ledger.isCounted(at)) {
      at++;
    }
    return at == ledger.size();
  }

  private void restartIfFreed() {
    long now = board.freed();
    if (now != freed) {
      freed = now;
      at = 0;
    }
  }
}
