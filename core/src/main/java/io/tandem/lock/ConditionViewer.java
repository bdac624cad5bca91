package io.tandem.lock;

import io.tandem.inspect.ConditionView;
import io.tandem.inspect.PeerView;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.ArrayList;
import java.util.function.IntFunction;

/// Reads a [ThreadCondition] from outside.
public final class ConditionViewer {
  private ConditionViewer() {}

  /// What a condition is at this moment.
  ///
  /// @param words that begin with it
  /// @param peers the process that an owner is
  public static ConditionView view(Words words, IntFunction<PeerView> peers) {
    int waiters = 0;
    var processes = new ArrayList<PeerView>();
    for (int seat = 0; seat < ConditionLayout.SEATS; seat++) {
      long at = ConditionLayout.seatAt(seat);
      int owner = words.getIntAcquire(at); // acquire: pairs with ConditionSeats.sit
      int seated = words.getIntAcquire(at + ConditionLayout.SEATED_FROM_SEAT);
      if (owner == Peers.NOBODY) {
        break;
      }
      if (seated > 0) {
        waiters += seated;
        processes.add(peers.apply(owner));
      }
    }
    boolean crowded = words.getIntAcquire(ConditionLayout.CROWDED_AT) != 0;
    return new ConditionView(words.getLong(ConditionLayout.LOCK_AT), waiters, crowded, processes);
  }
}
