package io.tandem.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope.Place;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A list whose users die or pause before every access that they make.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListMemoryKillTest {
  private final ListStories stories = new ListStories(ListWorld.Bug.NONE);

  @Test
  void aChangeIsMadeOrNotWhereverItsWriterDies() {
    assertTrue(stories.oneDies() > 1000);
  }

  @Test
  void twoMayDieOneAfterTheOther() {
    assertTrue(stories.twoDie() > 2000);
  }

  @Test
  void readersSeeTheOldOrTheNewWhileAWriterPauses() {
    stories.aWriterPauses();
  }

  @Test
  void aReaderThatPausesSeesWhatWasThereAtSomeMoment() {
    stories.aReaderPauses();
  }

  @Test
  void withoutRoomForItsElementsNothingChanges() {
    var full =
        new ListWorld.Bug() {
          private int left = 1;

          @Override
          public Bodies around(Bodies bodies) {
            return new Around(bodies) {
              @Override
              public Room allocate(long bytes, Place place) {
                if (left-- <= 0) {
                  throw new IllegalStateException("There is no room");
                }
                return super.allocate(bytes, place);
              }
            };
          }
        };
    var world = new ListWorld(full);
    ListMemory list = world.list();
    List<String> texts = ListWorld.some(3);
    list.splice(0, 0, ListWorld.bytes(texts));
    byte[] large = new byte[10_000];

    assertThrows(IllegalStateException.class, () -> list.splice(1, 2, List.of(large)));
    assertThrows(IllegalStateException.class, () -> list.set(1, large));
    assertThrows(
        IllegalStateException.class, () -> list.splice(3, 3, ListWorld.bytes(ListWorld.some(99))));

    assertEquals(texts, world.content());
    list.splice(0, 1, List.of());
    assertEquals(texts.subList(1, 3), world.content());
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Planted planted) {
    var buggy = new ListStories(planted.bug);

    AssertionError red = assertThrows(AssertionError.class, () -> planted.story.accept(buggy));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  enum Planted {
    /// Elements move within the index that readers look at.
    ELEMENTS_MOVE_IN_PLACE(
        ListStories::oneDies,
        "expected: <",
        new ListWorld.Bug() {
          @Override
          public Words around(Words words, ListWorld world) {
            return new StepWords(words, Steps.unlimited()) {
              @Override
              public void setLongRelease(long offset, long value) {
                super.setLongRelease(
                    offset, offset == SharedListLayout.STATE_AT ? value & ~1 : value);
              }
            };
          }

          @Override
          public Words aroundBody(Words words) {
            return new StepWords(words, Steps.unlimited()) {
              @Override
              public void setLongRelease(long offset, long value) {
                long second = BodyLayout.slotAt(getLong(BodyLayout.CAPACITY_AT), 1, 0);
                long shift = second - BodyLayout.BYTES;
                super.setLongRelease(offset >= second ? offset - shift : offset, value);
              }
            };
          }
        }),

    READERS_DO_NOT_LOOK_AGAIN(
        ListStories::aReaderPauses,
        "Paused before access",
        new ListWorld.Bug() {
          @Override
          public Words around(Words words, ListWorld world) {
            return new StepWords(words, Steps.unlimited()) {
              private long seen;

              @Override
              public long getLongAcquire(long offset) {
                long value = super.getLongAcquire(offset);
                seen = offset == SharedListLayout.STATE_AT ? value : seen;
                return value;
              }

              @Override
              public long getLong(long offset) {
                boolean again = offset == SharedListLayout.STATE_AT && isReading();
                return again ? seen : super.getLong(offset);
              }
            };
          }
        }),

    THE_OLD_BODY_IS_FREED_TOO_EARLY(
        ListStories::oneDies,
        "There is no such block",
        new ListWorld.Bug() {
          @Override
          public Words around(Words words, ListWorld world) {
            return new StepWords(words, Steps.unlimited()) {
              @Override
              public void setLongRelease(long offset, long value) {
                if (offset == SharedListLayout.STATE_AT
                    && State.body(value) != State.body(getLong(offset))) {
                  world.freeBodyInUse();
                }
                super.setLongRelease(offset, value);
              }
            };
          }
        }),

    RECORDS_OVERWRITE_EACH_OTHER(
        ListStories::oneDies,
        "expected: <",
        new ListWorld.Bug() {
          @Override
          public Words aroundBody(Words words) {
            return new StepWords(words, Steps.unlimited()) {
              @Override
              public void setLong(long offset, long value) {
                boolean first = offset != BodyLayout.TOP_AT || getLong(offset) == 0;
                super.setLong(offset, first ? value : getLong(offset));
              }
            };
          }
        }),

    OLD_BODIES_ARE_NOT_FREED(
        ListStories::oneDies,
        "memory is lost",
        new ListWorld.Bug() {
          @Override
          public Bodies around(Bodies bodies) {
            return new Around(bodies) {
              @Override
              public void free(long offset, int generation) {}
            };
          }
        }),

    NEW_BODIES_ARE_NAMED_WHEN_THEY_ARE_THERE(
        ListStories::oneDies,
        "memory is lost",
        new ListWorld.Bug() {
          @Override
          public Bodies around(Bodies bodies) {
            return new Around(bodies) {
              @Override
              public Room allocate(long bytes, Place place) {
                Room room = super.allocate(bytes, (_, _) -> {});
                place.is(room.offset(), room.generation());
                return room;
              }
            };
          }
        }),

    WHAT_IS_FREED_AGAIN_IS_ANOTHERS(
        ListStories::oneDies,
        "freed what another one has",
        new ListWorld.Bug() {
          @Override
          public boolean forgetsGenerations() {
            return true;
          }
        }),

    THE_SIZE_IS_TOLD_BEFORE_THE_ELEMENTS(
        ListStories::oneDies,
        "names no element",
        new ListWorld.Bug() {
          @Override
          public Words around(Words words, ListWorld world) {
            return new StepWords(words, Steps.unlimited()) {
              @Override
              public long getLong(long offset) {
                long value = super.getLong(offset);
                if (offset == SharedListLayout.bodyAt(0) && isIn("begin")) {
                  long state = super.getLong(SharedListLayout.STATE_AT);
                  super.setLongRelease(SharedListLayout.STATE_AT, state + 4);
                  super.setLongRelease(SharedListLayout.STATE_AT, state);
                }
                return value;
              }
            };
          }
        });

    private final Consumer<ListStories> story;
    private final String symptom;
    private final ListWorld.Bug bug;

    Planted(Consumer<ListStories> story, String symptom, ListWorld.Bug bug) {
      this.story = story;
      this.symptom = symptom;
      this.bug = bug;
    }

    private static boolean isReading() {
      return isIn("readUnlessChanged");
    }

    private static boolean isIn(String method) {
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method)));
    }
  }

  private static class Around implements Bodies {
    private final Bodies bodies;

    Around(Bodies bodies) {
      this.bodies = bodies;
    }

    @Override
    public Room allocate(long bytes, Place place) {
      return bodies.allocate(bytes, place);
    }

    @Override
    public Words find(long offset, int generation) {
      return bodies.find(offset, generation);
    }

    @Override
    public void free(long offset, int generation) {
      bodies.free(offset, generation);
    }
  }
}
