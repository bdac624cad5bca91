package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.ObjectView;
import io.tandem.peer.FakePeers;
import io.tandem.peer.PeerViewer;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One who looks while another frees an object and makes the next one in its place: between any two
/// of its loads the other takes any number of steps.
class ScopeReaderTest {
  private static final int LOOKS = 20_000;
  private static final Set<String> NAMES = Set.of("AaAa", "AaBB", "BBAa", "other", "second", "3");

  private final MemorySegment memory = AllocatorWorld.allocateMemory();
  private final List<byte[]> moments = new ArrayList<>();

  /// The memory before each step of the other.
  private void recordMoments() {
    boolean ended = false;
    for (int step = 1; !ended; step++) {
      var world = new AllocatorWorld(memory, new FakePeers(), AllocatorBug.NONE);
      Steps steps = Steps.dyingBefore(step);
      world.run(
          steps,
          member -> member.free("other"),
          member -> member.create("second"),
          member -> member.free("second"),
          member -> member.create("3"));
      ended = !steps.isDead();
      moments.add(memory.toArray(JAVA_BYTE));
    }
  }

  @Test
  void itNeverSeesHalfOfTwoObjects() {
    recordMoments();
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int first = 0;
    int second = 0;
    for (int look = 0; look < LOOKS; look++) {
      var view =
          new Object() {
            int now = random.nextInt(moments.size());
          };
      goTo(view.now);
      int rest = 2 + random.nextInt(100);
      Steps steps =
          Steps.pausingBeforeEach(
              () -> {
                if (random.nextInt(rest) == 0) {
                  view.now = Math.min(view.now + random.nextInt(40), moments.size() - 1);
                  goTo(view.now);
                }
              });
      var problems = new ArrayList<String>();
      var words = new StepWords(new SegmentWords(memory), steps);
      var reader = new ScopeReader(memory, words, PeerViewer::unknown, problems);
      List<ObjectView> objects = reader.read(AllocatorWorld.HEADER).objects();
      assertEquals(List.of(), problems, () -> "seed " + seed);
      for (ObjectView object : objects) {
        assertEquals(AllocatorWorld.TYPE.tag(), object.tag(), () -> "seed " + seed);
        object.name().ifPresent(name -> assertTrue(NAMES.contains(name), name + ", seed " + seed));
      }
      first += has(objects, "other");
      second += has(objects, "second");
    }
    assertTrue(first > 0 && second > 0, "seen %d and %d times".formatted(first, second));
  }

  private static int has(List<ObjectView> objects, String name) {
    return objects.stream().anyMatch(object -> object.name().equals(Optional.of(name))) ? 1 : 0;
  }

  private void goTo(int moment) {
    memory.copyFrom(MemorySegment.ofArray(moments.get(moment)));
  }
}
