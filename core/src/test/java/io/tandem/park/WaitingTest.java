package io.tandem.park;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Looks first, then spins, then sleeps, in slices and not past the deadline.
@Timeout(60)
class WaitingTest {
  private static final long WORD = 8;
  private static final long SPIN = 10_000;

  private final Words words = new SegmentWords(Arena.ofAuto().allocate(64, 8));
  private final FakePeers peers = new FakePeers();

  /// Over once it was looked at so many times.
  private static final class Looks implements Wait {
    private final int until;
    private final int owner;
    int seen;
    int announced;

    Looks(int until, int owner) {
      this.until = until;
      this.owner = owner;
    }

    @Override
    public boolean isOver() {
      return ++seen >= until;
    }

    @Override
    public int announceSleep() {
      return ++announced;
    }

    @Override
    public int owner() {
      return owner;
    }
  }

  private static void nap(long nanos) {
    for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
      LockSupport.parkNanos(nanos);
    }
  }

  private Waiting over(Parker parker, long spin) {
    return new Waiting(parker, words, WORD, spin);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_000, Long.MAX_VALUE})
  void whatIsOverIsNeitherSpunNorSleptFor(long nanos) throws InterruptedException {
    var parker = new RecordingParker(_ -> {});
    var wait = new Looks(1, Peers.NOBODY);

    assertTrue(over(parker, SPIN).await(wait, Waiting.deadlineAfter(nanos)));
    assertEquals(1, wait.seen);
    assertEquals(List.of(), parker.sleeps);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
  void aDeadlineThatHasPassedIsNotSleptFor(long nanos) throws InterruptedException {
    var parker = new RecordingParker(_ -> {});

    assertFalse(
        over(parker, SPIN)
            .await(new Looks(Integer.MAX_VALUE, Peers.NOBODY), Waiting.deadlineAfter(nanos)));
    assertEquals(List.of(), parker.sleeps);
  }

  @Test
  void eachSleepIsAnnouncedAndNamesWordAndOwner() {
    var parker = new RecordingParker(_ -> {});
    var wait = new Looks(4, 4711);

    assertTrue(over(parker, 0).awaitUninterruptibly(wait, Waiting.deadlineAfter(Long.MAX_VALUE)));
    assertEquals(3, wait.announced);
    assertEquals(List.of(1, 2), parker.sleeps.stream().map(s -> s.expected()).toList());
    assertTrue(parker.sleeps.stream().allMatch(s -> s.offset() == WORD && s.owner() == 4711));
  }

  @Test
  void slicesDoubleWhileNobodyEndsThemAndStartAgainAfterAWake() {
    var count = new AtomicInteger();
    var parker = new RecordingParker(nanos -> nap(count.incrementAndGet() == 3 ? 0 : nanos));
    over(parker, 0)
        .awaitUninterruptibly(new Looks(7, Peers.NOBODY), Waiting.deadlineAfter(Long.MAX_VALUE));

    List<Long> millis = parker.sleeps.stream().map(s -> s.nanos() / 1_000_000).toList();
    assertEquals(List.of(10L, 20L, 40L, 10L, 20L), millis);
  }

  @Test
  void slicesGrowToASecondAndNoFurther() {
    long slice = Waiting.FIRST_SLICE_NANOS;
    for (int i = 0; i < 10; i++) {
      slice = Waiting.nextSlice(slice, slice);
    }
    assertEquals(Duration.ofSeconds(1).toNanos(), slice);
  }

  @Test
  void noSleepIsLongerThanTheTimeLeft() throws InterruptedException {
    var parker = new RecordingParker(WaitingTest::nap);
    long start = System.nanoTime();
    boolean over =
        over(parker, 0)
            .await(new Looks(Integer.MAX_VALUE, Peers.NOBODY), Waiting.deadlineAfter(15_000_000));

    assertFalse(over);
    assertTrue(System.nanoTime() - start >= 15_000_000);
    assertTrue(parker.sleeps.stream().mapToLong(RecordingParker.Sleep::nanos).sum() <= 15_000_000);
  }

  @Test
  void aShortWaitIsSpunFor() throws InterruptedException {
    var parker = new RecordingParker(_ -> {});
    long ample = Duration.ofSeconds(10).toNanos(); // more than this machine takes for some looks

    assertTrue(
        over(parker, ample)
            .await(new Looks(5, Peers.NOBODY), Waiting.deadlineAfter(Long.MAX_VALUE)));
    assertEquals(Runtime.getRuntime().availableProcessors() == 1 ? 3 : 0, parker.sleeps.size());
  }

  @Test
  void anInterruptEndsTheWaitBeforeItSleeps() {
    var parker = new RecordingParker(_ -> {});
    Thread.currentThread().interrupt();

    assertThrows(
        InterruptedException.class,
        () ->
            over(parker, SPIN)
                .await(
                    new Looks(Integer.MAX_VALUE, Peers.NOBODY),
                    Waiting.deadlineAfter(Long.MAX_VALUE)));
    assertEquals(List.of(), parker.sleeps);
  }

  @Test
  void anUninterruptibleWaitKeepsTheInterrupt() {
    var parker = new RecordingParker(_ -> {});
    Thread.currentThread().interrupt();

    assertTrue(
        over(parker, 0)
            .awaitUninterruptibly(
                new Looks(4, Peers.NOBODY), Waiting.deadlineAfter(Long.MAX_VALUE)));
    assertEquals(2, parker.sleeps.size());
    assertTrue(Thread.interrupted());
  }

  /// A word that two threads hand to each other, through the loop that locks and rings use.
  @ParameterizedTest
  @EnumSource
  void twoThreadsTakeTurns(Runner runner) {
    var parker = Parker.of(peers);
    var other = runner.start(() -> takeTurns(parker, 1));
    runner.start(() -> takeTurns(parker, 0)).join();
    other.join();

    assertEquals(20_000, words.getIntAcquire(WORD));
  }

  private void takeTurns(Parker parker, int mine) throws InterruptedException {
    var waiting = over(parker, SPIN);
    var turn = new Turn(words, mine);
    while (turn.mine < 20_000) {
      assertTrue(waiting.await(turn, Waiting.deadlineAfter(Long.MAX_VALUE)));
      turn.mine += 2;
      words.setIntVolatile(WORD, turn.mine - 1);
      parker.wakeOne(words, WORD);
    }
  }

  private static final class Turn implements Wait {
    private final Words words;
    private int mine;

    Turn(Words words, int mine) {
      this.words = words;
      this.mine = mine;
    }

    @Override
    public boolean isOver() {
      return words.getIntAcquire(WORD) == mine;
    }

    @Override
    public int announceSleep() {
      return words.getIntVolatile(WORD);
    }
  }
}
