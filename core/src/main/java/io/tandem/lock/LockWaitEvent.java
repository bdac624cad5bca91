package io.tandem.lock;

import io.tandem.peer.Peers;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/// What a flight recorder is told of a wait for a lock.
@Name("io.tandem.LockWait")
@Label("Lock Wait")
@Description("A thread waited for a lock that processes share")
@Category("Tandem")
final class LockWaitEvent extends Event {
  @Label("Lock")
  @Nullable String lock;

  @Label("Held By")
  @Description("The process that held it when the wait began")
  @Nullable String heldBy;

  @Label("Acquired")
  @Description("Whether the thread holds the lock now: it may have run out of time")
  boolean acquired;

  private LockWaitEvent() {}

  /// The event of a wait that begins now.
  ///
  /// @param inTheWay who holds it, and any bits beside, as in the lock's word
  static LockWaitEvent begin(Peers peers, int inTheWay) {
    var event = new LockWaitEvent();
    int owner = inTheWay & Peers.OWNER_MASK;
    event.heldBy = owner == Peers.NOBODY ? null : peers.describe(owner);
    event.begin();
    return event;
  }

  /// The wait is over.
  void end(Place place, boolean acquired) {
    end();
    if (shouldCommit()) {
      lock = place.toString();
      this.acquired = acquired;
      commit();
    }
  }
}
