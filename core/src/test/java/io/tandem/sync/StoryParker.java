package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.word.Words;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Sleeping where one thread plays all processes: whoever sleeps lets others go on, and what they
/// do must end the sleep. Time ends one only when somebody died since the last look, as a slice
/// does if the death came just before the sleep.
final class StoryParker implements Parker {
  private static final int MOST_SLEEPS = 100;

  private final FakePeers peers;
  private final Deque<Runnable> others = new ArrayDeque<>();
  private final Deque<Sleep> asleep = new ArrayDeque<>();
  private boolean unheardDeath;
  private boolean interrupts;
  private boolean timePasses;
  private int sleeps;

  StoryParker(FakePeers peers) {
    this.peers = peers;
  }

  /// What others do during the next sleeps, one after the other until the sleep is over. Without it
  /// nobody may have to sleep.
  void duringSleeps(Runnable... all) {
    others.clear();
    others.addAll(List.of(all));
  }

  /// What was to happen during sleeps that never came happens no more.
  void nothingElseDuringSleeps() {
    others.clear();
  }

  /// A process has died.
  void heal() {
    unheardDeath = true;
    for (Sleep each : asleep) {
      each.ended |= each.owner == ANYBODY;
    }
  }

  /// The one that sleeps is interrupted when the others have gone on.
  void interrupt() {
    interrupts = true;
  }

  /// From now on sleeps end at their time, too.
  void letTimePass() {
    timePasses = true;
  }

  /// Whether the first of those that sleep was woken.
  boolean isFirstWoken() {
    return asleep.getLast().ended;
  }

  private static final class Sleep {
    private final long offset;
    private final int owner;
    private boolean ended;

    Sleep(long offset, int owner) {
      this.offset = offset;
      this.owner = owner;
    }
  }

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException {
    if (words.getIntAcquire(offset) != expected) {
      return;
    }
    var sleep = new Sleep(offset, owner);
    asleep.push(sleep);
    while (!sleep.ended && !others.isEmpty()) {
      others.pop().run();
    }
    asleep.remove(sleep);
    sleep.ended |= owner > 0 && FakePeers.isMarked(peers, owner) || owner == ANYBODY && heard();
    if (interrupts) {
      interrupts = false;
      throw new InterruptedException();
    }
    if (timePasses && !sleep.ended) {
      LockSupport.parkNanos(nanos);
      return;
    }
    if (++sleeps > MOST_SLEEPS || !sleep.ended) {
      throw new AssertionError("sleeps for ever");
    }
  }

  private boolean heard() {
    boolean was = unheardDeath;
    unheardDeath = false;
    return was;
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    try {
      park(words, offset, expected, owner, nanos);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The one that fell asleep last: of all that sleep, only that one can go on here. Or the clock
  /// would say how often one looks.
  @Override
  public boolean isCostly() {
    return false;
  }

  @Override
  public void wakeOne(Words words, long offset) {
    int _ = words.getIntAcquire(offset); // so that one can die before it wakes
    asleep.stream()
        .filter(sleep -> sleep.offset == offset && !sleep.ended)
        .findFirst()
        .ifPresent(sleep -> sleep.ended = true);
  }

  @Override
  public void wakeAll(Words words, long offset) {
    int _ = words.getIntAcquire(offset); // so that one can die before it wakes
    asleep.stream().filter(sleep -> sleep.offset == offset).forEach(sleep -> sleep.ended = true);
  }
}
