package io.tandem.queue;

/// Takes messages that lie side by side in the ring at once, without an object for each. Leaves
/// those that came back or are in blocks to [Take].
final class DrainInto extends Removal {
  private final Outlet outlet;
  private final Piece piece = new Piece();
  private int most;
  private int next;

  DrainInto(Outlet outlet) {
    this.outlet = outlet;
  }

  /// Makes it ready, when nothing [#isLeft].
  ///
  /// @param most messages to take
  void aim(int most) {
    this.most = most;
    this.next = piece.size();
  }

  /// Whether a message was taken and not handed over yet.
  boolean isLeft() {
    return next < piece.size();
  }

  /// Hands the next one over.
  void handOver(QueueBytes.Handler handler) {
    int i = next++; // first: it does not come again, whatever becomes of it
    handler.onMessage(piece.bytes(), piece.start(i), piece.length(i));
  }

  @Override
  Outcome takeReturned(int holding) {
    return Outcome.EMPTY;
  }

  @Override
  Outcome takeHead(long head) {
    if (piece.copy(outlet, head, most) == 0) {
      return Outcome.EMPTY;
    }
    next = 0;
    outlet.moveHead(head + piece.size());
    return Outcome.DONE;
  }
}
