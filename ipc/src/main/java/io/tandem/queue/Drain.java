package io.tandem.queue;

import java.util.ArrayList;
import java.util.List;

/// Takes many messages of the ring at once, with one store of the head. Leaves those that came back
/// or are in blocks to [Take].
final class Drain extends Removal {
  private static final int USUAL = 64;

  private final Outlet outlet;
  private final int most;
  private final List<byte[]> taken;

  /// @param most messages to take
  Drain(Outlet outlet, int most) {
    this.outlet = outlet;
    this.most = most;
    this.taken = new ArrayList<>(Math.min(most, USUAL));
  }

  List<byte[]> taken() {
    return taken;
  }

  @Override
  Outcome takeReturned(int holding) {
    return Outcome.EMPTY;
  }

  @Override
  Outcome takeHead(long head) {
    var piece = new Piece();
    long number = head;
    while (taken.size() < most && piece.copy(outlet, number, most - taken.size()) > 0) {
      for (int i = 0; i < piece.size(); i++) {
        taken.add(piece.array(i));
      }
      number += piece.size();
    }
    if (number == head) {
      return Outcome.EMPTY;
    }
    outlet.moveHead(number);
    return Outcome.DONE;
  }
}
