package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Sleeping where one thread plays all processes: whoever sleeps lets others go on, and what they
/// do must end the sleep. Time never does.
final class OneThreadParker implements Parker {
  private static final int MOST_SLEEPS = 100;

  private final FakePeers peers;
  private final Deque<Runnable> others = new ArrayDeque<>();
  private final Deque<Sleep> asleep = new ArrayDeque<>();
  private int sleeps;

  OneThreadParker(FakePeers peers) {
    this.peers = peers;
  }

  /// What others do during the first sleep, the next one, and so on. Without it nobody may have to
  /// sleep.
  void duringSleeps(Runnable... all) {
    others.addAll(List.of(all));
  }

  private static final class Sleep {
    private final long offset;
    private boolean ended;

    Sleep(long offset) {
      this.offset = offset;
    }
  }

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos) {
    if (words.getIntAcquire(offset) != expected) {
      return;
    }
    var sleep = new Sleep(offset);
    asleep.push(sleep);
    int deaths = peers.deaths();
    if (!others.isEmpty()) {
      others.pop().run();
    }
    asleep.remove(sleep);
    if (++sleeps > MOST_SLEEPS || !sleep.ended && !isEndedByDeath(owner, peers.deaths() - deaths)) {
      throw new AssertionError("sleeps for ever");
    }
  }

  private boolean isEndedByDeath(int owner, int deaths) {
    return switch (owner) {
      case Peers.NOBODY -> false;
      case Parker.ANYBODY -> deaths > 0;
      default -> FakePeers.isMarked(peers, owner);
    };
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    park(words, offset, expected, owner, nanos);
  }

  /// The one that fell asleep last: of all that sleep, only that one can go on here. Or the clock
  /// would say how often one looks.
  @Override
  public boolean isCostly() {
    return false;
  }

  @Override
  public void wakeOne(Words words, long offset) {
    asleep.stream()
        .filter(sleep -> sleep.offset == offset && !sleep.ended)
        .findFirst()
        .ifPresent(sleep -> sleep.ended = true);
  }

  @Override
  public void wakeAll(Words words, long offset) {
    asleep.stream().filter(sleep -> sleep.offset == offset).forEach(sleep -> sleep.ended = true);
  }
}
