package io.tandem.demos.job;

import java.util.function.IntPredicate;

/// A walk along the ledger that goes on where it stopped, and starts again after units were freed.
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

  /// Returns the next unit for which a test holds, beginning with the one it returned last, or
  /// [#NONE].
  int next(IntPredicate test) {
    long now = board.freed();
    if (now != freed) {
      freed = now;
      at = 0;
    }
    for (; at < ledger.size(); at++) {
      if (test.test(at)) {
        return at;
      }
    }
    return NONE;
  }
}
