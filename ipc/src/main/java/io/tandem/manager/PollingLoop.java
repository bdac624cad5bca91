package io.tandem.manager;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One thread that receives from all clients in shared memory that are busy.
///
/// A client alone is served by a thread of its own, which sleeps between its calls. With several
/// that are busy, those threads and the clients take the CPUs from each other at every call. So a
/// session whose calls cross those of others comes here, where one thread polls each in turn and
/// never sleeps: while a client has one CPU, its calls are answered on another without a switch
/// between threads. When no call has come for a moment, all go back to threads of their own.
///
/// **Stalls.** A method that blocks, a long message that does not come whole and a client that
/// takes no answers would stop all. So a second thread looks every few milliseconds. If the poller
/// has been at the same message all the while, its thread becomes the session's own for the next
/// thousand messages, and another one polls the others.
///
/// **No threads.** Where the machine has no thread more, nothing changes: whoever receives from a
/// session goes on, and tries again later.
final class PollingLoop {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int ALONE_LOOKS = 8; // before it lets others have the CPU
  private static final int CROSSINGS = 32;
  private static final int MESSAGES_AFTER_STALL = 1_000;

  private final Executor threads;
  private final List<Session> sessions = new CopyOnWriteArrayList<>(); // written under the guard
  private volatile @Nullable Poller poller; // likewise
  private boolean watched; // guarded by this
  private @Nullable Session last; // racy: a hint

  /// @param threads has one for whatever is to run
  PollingLoop(Executor threads) {
    this.threads = threads;
  }

  // ---- sessions ----

  /// Takes a session from the thread of its own in which it has received a message, if there are
  /// others that are busy.
  ///
  /// @return whether it did: then that thread has nothing more to do
  boolean takes(Session session) {
    boolean crossed = last != session || poller != null;
    last = session;
    return crossed && session.hasCrossed(CROSSINGS) && enters(session);
  }

  private synchronized boolean enters(Session session) {
    try {
      if (!watched) {
        threads.execute(this::watch);
        watched = true;
      }
      if (poller == null) {
        var first = new Poller();
        threads.execute(first);
        poller = first;
      }
      return sessions.add(session);
    } catch (OutOfMemoryError _) { // there is no thread, as elsewhere here
      return false;
    }
  }

  /// Gives each session a thread of its own, in which it sleeps.
  ///
  /// @return whether all have one: if not, the others are still to be polled
  private synchronized boolean disperses() {
    try {
      for (Session each : sessions) {
        threads.execute(each);
        sessions.remove(each);
      }
      poller = null;
      return true;
    } catch (OutOfMemoryError _) {
      return false;
    }
  }

  // ---- polling ----

  /// Who polls. While it is at a message its turn is odd, and may be taken from it.
  private final class Poller implements Runnable {
    private static final long TAKEN = -1;

    private final AtomicLong turn = new AtomicLong();
    private @Nullable Session served; // before `turn` is odd

    @Override
    public void run() {
      int looks = 0; // in vain
      long idleSince = 0;
      while (true) {
        boolean found = false;
        for (Session each : sessions) {
          if (each.isReady()) {
            found = true;
            if (!serve(each)) {
              return;
            }
          }
        }
        if (found) {
          looks = 0;
        } else if (looks++ == 0) {
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince > IDLE_NANOS) {
          if (disperses()) {
            return;
          }
          idleSince = System.nanoTime() + RETRY_NANOS;
        } else if (looks > ALONE_LOOKS) {
          Thread.yield();
        }
      }
    }

    /// @return false if another one polls now
    private boolean serve(Session session) {
      long now = turn.getPlain() + 1;
      served = session;
      turn.setRelease(now); // release: pairs with takesOver
      boolean open = receive(session);
      if (turn.compareAndSet(now, now + 1)) {
        if (!open) {
          leave(session);
        }
        return true;
      }
      if (open) {
        session.startCrossings(-MESSAGES_AFTER_STALL);
        session.run();
      }
      return false;
    }
  }

  /// Receives, and never throws: others are polled here, too.
  private static boolean receive(Session session) {
    try {
      return session.receive();
    } catch (RuntimeException | Error e) {
      session.close();
      return false;
    }
  }

  private synchronized void leave(@Nullable Session session) {
    sessions.remove(session);
  }

  // ---- stalls ----

  private void watch() {
    for (Poller seen = poller; isWatched(); seen = poller) {
      long turn = seen == null ? 0 : seen.turn.get();
      LockSupport.parkNanos(this, PATIENCE_NANOS);
      if (seen != null && (turn & 1) != 0 && seen.turn.get() == turn) {
        relieve(seen, turn);
      }
    }
  }

  private synchronized boolean isWatched() {
    watched = poller != null;
    return watched;
  }

  /// Has another one poll if this one is still at the same message when that one runs.
  private void relieve(Poller stalled, long turn) {
    try {
      threads.execute(() -> succeed(stalled, turn));
    } catch (OutOfMemoryError _) {
      // Who watches comes again.
    }
  }

  private void succeed(Poller stalled, long turn) {
    var next = new Poller();
    if (takesOver(stalled, turn, next)) {
      next.run();
    }
  }

  private synchronized boolean takesOver(Poller stalled, long turn, Poller next) {
    if (!stalled.turn.compareAndSet(turn, Poller.TAKEN)) { // acquire: pairs with serve
      return false;
    }
    leave(stalled.served);
    poller = next;
    return true;
  }
}
