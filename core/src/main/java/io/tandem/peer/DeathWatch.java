package io.tandem.peer;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.linux.Futex;
import io.tandem.linux.Platform;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A thread that hears of the deaths of others.
///
/// It sleeps on the life words of all living processes, and on the word that tells of new ones. The
/// kernel wakes one sleeper of a dead one's word, who wakes the others: every 4 s it looks whether
/// that one was stopped before it could.
///
/// What it cannot hear of it looks for: where the kernel marks no deaths, or lets a thread sleep on
/// one word only, and beyond the words that fit into one sleep.
public final class DeathWatch {
  private static final int MOST_WATCHED = Futex.MOST_WORDS - 2; // and changes, and `stop`
  private static final VarHandle STOP =
      MethodHandles.insertCoordinates(JAVA_INT.varHandle(), 1, 0L).withInvokeExactBehavior();
  private static final long HEARING_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long FIRST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Peers peers;
  private final BooleanSupplier waitv;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean sleepsOnChanges;
  private final MemorySegment stop = Arena.ofAuto().allocate(JAVA_INT); // not 0 once it is over

  // Of its thread.
  private int[] watched = {};
  private int seenChanges; // when these were asked for
  private boolean deathsWake; // of all these
  private final List<Integer> leaving = new ArrayList<>();
  private long lookNanos = FIRST_LOOK_NANOS;
  private int seenInterest;

  /// Who wants to hear. What it throws is logged, and the others hear all the same.
  public interface Listener {
    /// A process that lived when it was last looked at is dead. Called once more when its last
    /// thread is gone, which until then may have used up a wake.
    void died(int owner);

    /// All have been looked at.
    default void looked() {}

    /// Changes whenever a new interest began: deaths that can only be looked for are then looked
    /// for within 10 ms, and less and less often while nothing new begins: every 250 ms.
    int interest();
  }

  /// @param waitv whether a thread can sleep on several words; not asked before it starts
  public DeathWatch(Peers peers, BooleanSupplier waitv) {
    this.peers = peers;
    this.waitv = waitv;
  }

  /// Starts the thread if it does not run yet.
  public void add(Listener listener) {
    listeners.add(listener);
    if (started.compareAndSet(false, true)) {
      ExitStep.LEAVE_KERNEL.addOrRun(this::leaveKernel);
      Thread.ofPlatform().daemon().name("tandem-watcher").start(this::watch);
    }
  }

  /// Has the thread look from time to time instead of sleeping in the kernel.
  void leaveKernel() {
    STOP.setVolatile(stop, 1); // before the wake, the kernel reads it
    if (Platform.NATIVE_LINUX) {
      Futex.wake(stop.address(), 1);
    }
    while (sleepsOnChanges) { // a wake just before it falls asleep is lost
      Futex.wake(changesAddress(), Integer.MAX_VALUE);
      Thread.onSpinWait();
    }
  }

  private boolean isOver() {
    return (int) STOP.getVolatile(stop) != 0;
  }

  private void watch() {
    Futex.Sleep sleep = Platform.NATIVE_LINUX ? new Futex.Sleep(Futex.MOST_WORDS) : null;
    renew(changes());
    while (true) {
      look();
      sleep(sleep);
    }
  }

  private int changes() {
    return peers
        .lifeWords()
        .getIntAcquire(peers.changesOffset()); // acquire: pairs with announceChange
  }

  /// Asks who lives, for which the whole roster is read: so only when that has changed.
  ///
  /// @param changes before
  private void renew(int changes) {
    seenChanges = changes;
    watched = peers.living();
    deathsWake = peers.deathsWake(watched);
  }

  private void look() {
    int changes = changes();
    boolean anyDead = passOnDeaths(); // before the roster is read, which takes long
    if (changes != seenChanges || anyDead) {
      int[] before = watched;
      renew(changes);
      tellOfTheDead(before); // after renewing: who dies between the two is told of twice, not never
    }
    if (!leaving.isEmpty()) {
      tellOfThoseWhoLeft();
    }
    tellAll(Listener::looked);
  }

  private void tellAll(Consumer<Listener> news) {
    for (Listener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException | Error e) {
        System.getLogger(DeathWatch.class.getName())
            .log(Level.ERROR, "A listener to the deaths of others failed: " + listener, e);
      }
    }
  }

  /// Whether there are any.
  private boolean passOnDeaths() {
    boolean any = false;
    for (int owner : watched) {
      if (peers.isDead(owner)) {
        wakeOtherWatchers(owner);
        any = true;
      }
    }
    return any;
  }

  private void tellOfTheDead(int[] before) {
    for (int owner : before) {
      if (peers.isDead(owner)) {
        wakeOtherWatchers(owner);
        tellAll(listener -> listener.died(owner));
        leaving.add(owner);
      }
    }
  }

  private void tellOfThoseWhoLeft() {
    leaving.removeIf(
        owner -> {
          boolean left = peers.hasLeft(owner);
          if (left) {
            tellAll(listener -> listener.died(owner));
          }
          return left;
        });
  }

  /// The kernel wakes one sleeper of a dead one's life word only.
  private void wakeOtherWatchers(int owner) {
    if (Platform.NATIVE_LINUX) {
      Futex.wake(lifeAddress(owner), Integer.MAX_VALUE);
    }
  }

  private void sleep(Futex.@Nullable Sleep sleep) {
    boolean many = sleep != null && waitv.getAsBoolean();
    boolean hearsAll = many && watched.length <= MOST_WATCHED && deathsWake;
    long nanos = hearsAll && leaving.isEmpty() ? HEARING_NANOS : nextLook();
    if (sleep == null) {
      LockSupport.parkNanos(nanos);
    } else if (isOver()) {
      LockSupport.parkNanos(FIRST_LOOK_NANOS);
    } else if (many) {
      sleepOnAll(sleep, System.nanoTime() + nanos);
    } else {
      sleepOnChanges(sleep, System.nanoTime() + nanos);
    }
  }

  private void sleepOnChanges(Futex.Sleep sleep, long deadline) {
    sleepsOnChanges = true; // before the look at `stop`: pairs with leaveKernel
    if (!isOver()) {
      sleep.on(changesAddress(), seenChanges, deadline);
    }
    sleepsOnChanges = false;
  }

  private long nextLook() {
    int interest = 0;
    for (Listener listener : listeners) {
      interest += listener.interest();
    }
    lookNanos =
        interest != seenInterest ? FIRST_LOOK_NANOS : Math.min(2 * lookNanos, LAST_LOOK_NANOS);
    seenInterest = interest;
    return lookNanos;
  }

  private void sleepOnAll(Futex.Sleep sleep, long deadline) {
    sleep.clear();
    sleep.add(changesAddress(), seenChanges);
    sleep.add(stop.address(), 0);
    for (int i = 0; i < Math.min(watched.length, MOST_WATCHED); i++) {
      int life = // acquire: pairs with the kernel's mark
          peers.lifeWords().getIntAcquire(peers.lifeOffset(watched[i]));
      if (peers.isDead(watched[i])) {
        return;
      }
      sleep.add(lifeAddress(watched[i]), life);
    }
    long _ = sleep.onAll(deadline);
  }

  private long changesAddress() {
    return peers.lifeWords().segment().address() + peers.changesOffset();
  }

  private long lifeAddress(int owner) {
    return peers.lifeWords().segment().address() + peers.lifeOffset(owner);
  }
}
