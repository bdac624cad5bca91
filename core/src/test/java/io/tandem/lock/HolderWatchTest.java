package io.tandem.lock;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.tandem.peer.FakePeers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = SECONDS)
class HolderWatchTest {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private final Words words = new SegmentWords(Arena.ofAuto().allocate(WordLock.BYTES, 64));
  private final FakePeers peers = new FakePeers();

  @Test
  void itSleepsAgainWhenTheLocksThatWokeItAreFree() {
    var watch = new OwnThread();
    Place place = Place.of(Waits.unseen(words, peers));
    var lock = new ThreadLock(words, 0, peers, new OneThreadParker(peers), place, watch);

    lock.lock();
    lock.unlock();
    watch.awaitAsleep();
    lock.lock();
    lock.unlock();

    await().atMost(AT_MOST).until(() -> !lock.isWatched());
    watch.awaitAsleep();
  }

  /// Runs in a thread that the test can look at.
  private static final class OwnThread extends HolderWatch {
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this);

    @Override
    void start() {
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      }
    }

    /// Between two looks its state is TIMED_WAITING.
    void awaitAsleep() {
      await().atMost(AT_MOST).until(() -> thread.getState() == Thread.State.WAITING);
    }
  }
}
