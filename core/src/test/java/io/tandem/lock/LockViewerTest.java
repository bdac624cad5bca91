package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.LockView;
import io.tandem.inspect.LockView.Condition;
import io.tandem.inspect.PeerView;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A lock's word, as a tool reads it.
class LockViewerTest {
  private static final int OWNER = 5 << 10 | 3;

  private final Words words = new SegmentWords(Arena.ofAuto().allocate(LockLayout.BYTES, 64));

  @Test
  void aLockThatWasNeverTakenIsFree() {
    LockView seen = view(0);

    assertEquals(new LockView(Optional.empty(), 0, false, Condition.CONSISTENT, 0, 0), seen);
    assertEquals("free; taken 0 times", seen.text());
  }

  @Test
  void aHeldLockNamesItsHolderAndSaysWhetherOthersWait() {
    words.setLong(LockLayout.TOKEN_AT, 7);
    LockView seen = view(OWNER | WordLock.WAITERS);

    assertEquals(peer(OWNER), seen.holder().orElseThrow());
    assertTrue(seen.waiters());
    assertEquals("held by process 'p' (pid 42), with waiters; taken 7 times", seen.text());
  }

  @Test
  void whatADeadHolderLeftIsInconsistent() {
    words.setLong(LockLayout.OWNER_DEATHS_AT, 2);

    assertEquals(Condition.INCONSISTENT, view(OWNER | WordLock.INCONSISTENT).condition());
    assertEquals(
        "free, inconsistent; taken 0 times, 2 died holding it", view(WordLock.INCONSISTENT).text());
  }

  @Test
  void aLockMayBeGivenUp() {
    assertEquals(Condition.NOT_RECOVERABLE, view(WordLock.NOT_RECOVERABLE).condition());
    assertEquals("free, given up; taken 0 times", view(WordLock.NOT_RECOVERABLE).text());
  }

  private LockView view(int word) {
    words.setInt(LockLayout.WORD_AT, word);
    return LockViewer.view(words, 0, LockViewerTest::peer);
  }

  private static PeerView peer(int owner) {
    return new PeerView(owner & 0x3ff, owner >>> 10, 42, Instant.EPOCH, "p", true);
  }
}
