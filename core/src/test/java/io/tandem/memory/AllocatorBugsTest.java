package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.AllocatorStories.Single;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test that cannot fail proves nothing: with each of these bugs planted, the story that is to
/// find it fails, and says what the bug does.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllocatorBugsTest {
  @ParameterizedTest
  @EnumSource
  void isFound(Planted planted) {
    var stories = new AllocatorStories(planted.bug);

    AssertionError red = assertThrows(AssertionError.class, () -> stories.oneDies(planted.story));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  enum Planted {
    USED_BEFORE_THE_REST(AllocatorBug.USED_BEFORE_THE_REST, Single.CREATE_REUSED, "content of"),
    FREE_HEAD_BEFORE_NEXT(
        AllocatorBug.FREE_HEAD_BEFORE_NEXT, Single.FREE_MIDDLE_OF_CHAIN, "is lost"),
    CHAIN_HEAD_BEFORE_NEXT(AllocatorBug.CHAIN_HEAD_BEFORE_NEXT, Single.CREATE_IN_CHAIN, "is lost"),
    NO_PENDING_WORD(AllocatorBug.NO_PENDING_WORD, Single.ALLOCATE_REUSED, "is lost"),
    TOP_BEFORE_BLOCK(AllocatorBug.TOP_BEFORE_BLOCK, Single.ALLOCATE_FRESH, "seen from outside"),
    COUNT_BEFORE_END(AllocatorBug.COUNT_BEFORE_END, Single.ALLOCATE_GROWN, "seen from outside"),
    SAME_GENERATION(AllocatorBug.SAME_GENERATION, Single.FREE_UNNAMED, "is good again"),
    NOT_CLEARED(AllocatorBug.NOT_CLEARED, Single.CREATE_REUSED, "new, but not all zeros");

    private final AllocatorBug bug;
    private final Single story;
    private final String symptom;

    Planted(AllocatorBug bug, Single story, String symptom) {
      this.bug = bug;
      this.story = story;
      this.symptom = symptom;
    }
  }
}
