package io.tandem.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope.Place;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A list in memory of this process, and processes, played by one thread, that use it.
///
/// Blocks that were freed are used again first, filled with what is no list.
final class ListWorld {
  private static final byte JUNK = 0x5a;

  final Words root = new SegmentWords(Arena.ofAuto().allocate(SharedListLayout.BYTES, 64));
  private final List<Block> blocks = new ArrayList<>();
  private final Words steps = new SegmentWords(Arena.ofAuto().allocate(64, 64));
  private final Bug bug;

  /// A place for bodies.
  private static final class Block {
    private Words words = new SegmentWords(Arena.ofAuto().allocate(64, 64));
    private int generation = 1;
    private boolean used;
  }

  ListWorld(Bug bug) {
    this.bug = bug;
  }

  /// The list as a new process has it, which the steps may stop.
  ListMemory list(Steps process) {
    Words words = bug.around(new StepWords(root, process), this);
    return new ListMemory(words, bug.around(new StepBodies(process)), new ReentrantLock());
  }

  ListMemory list() {
    return list(Steps.unlimited());
  }

  List<String> content() {
    List<String> content = texts(list().snapshot().elements());
    assertEquals(content.size(), list().size());
    for (int i = 0; i < content.size(); i++) {
      assertEquals(content.get(i), text(list().get(i)));
    }
    return content;
  }

  static List<String> texts(List<byte[]> elements) {
    return elements.stream().map(ListWorld::text).toList();
  }

  static String text(byte[] element) {
    return new String(element, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(ListWorld::bytes).toList();
  }

  /// What somebody else has in memory that may have been the list's.
  long allocateForeign() {
    Bodies.Room room = new StepBodies(Steps.unlimited()).allocate(64, (_, _) -> {});
    return room.offset() << Integer.SIZE | room.generation();
  }

  void requireForeign(long foreign) {
    Block block = blocks.get((int) (foreign >>> Integer.SIZE) - 1);
    assertTrue(block.used && block.generation == (int) foreign, "freed what another one has");
  }

  void freeForeign(long foreign) {
    blocks.get((int) (foreign >>> Integer.SIZE) - 1).used = false;
  }

  /// Blocks that are in use, and not the list's one.
  int strayBlocks() {
    int used = (int) blocks.stream().filter(block -> block.used).count();
    return used - (root.getLong(SharedListLayout.bodyAt(State.body(state()))) == 0 ? 0 : 1);
  }

  long state() {
    return root.getLong(SharedListLayout.STATE_AT);
  }

  /// Gives up the body in use, as only a bug does.
  void freeBodyInUse() {
    int body = State.body(state());
    long offset = root.getLong(SharedListLayout.bodyAt(body));
    if (offset != 0) {
      new StepBodies(Steps.unlimited())
          .free(offset, root.getInt(SharedListLayout.generationAt(body)));
    }
  }

  /// The blocks as one process reaches them.
  private final class StepBodies implements Bodies {
    private final Steps process;

    StepBodies(Steps process) {
      this.process = process;
    }

    @Override
    public Room allocate(long bytes, Place place) {
      mayDie();
      int i = 0;
      while (i < blocks.size() && blocks.get(i).used) {
        i++;
      }
      if (i == blocks.size()) {
        blocks.add(new Block());
      }
      Block block = blocks.get(i);
      block.used = true;
      boolean done = false;
      try {
        place.is(i + 1, block.generation);
        mayDie();
        done = true;
      } finally {
        if (!done) { // whoever takes over gives it another generation
          block.used = false;
          block.generation++;
        }
      }
      block.words = new SegmentWords(Arena.ofAuto().allocate(bytes, 64));
      return new Room(i + 1, block.generation, wordsOf(block));
    }

    @Override
    public Words find(long offset, int generation) {
      mayDie();
      Block block = offset < 1 || offset > blocks.size() ? null : blocks.get((int) offset - 1);
      if (block == null || !block.used || block.generation != generation) {
        throw new MemoryException.Incompatible("There is no such block");
      }
      return wordsOf(block);
    }

    @Override
    public void free(long offset, int generation) {
      mayDie();
      Block block = blocks.get((int) offset - 1);
      if (block.used && (block.generation == generation || bug.forgetsGenerations())) {
        block.used = false;
        block.generation++;
        block.words.segment().fill(JUNK);
      }
    }

    private Words wordsOf(Block block) {
      return bug.aroundBody(new StepWords(block.words, process));
    }

    /// What the scope does is one step here: it is tested on its own.
    private void mayDie() {
      long _ = new StepWords(steps, process).getLong(0);
    }
  }

  /// What is wrong, planted from outside.
  interface Bug {
    Bug NONE = new Bug() {};

    default Words around(Words words, ListWorld world) {
      return words;
    }

    default Words aroundBody(Words words) {
      return words;
    }

    default Bodies around(Bodies bodies) {
      return bodies;
    }

    default boolean forgetsGenerations() {
      return false;
    }
  }

  /// A list of texts of a kind: short ones fit into a slot, long ones do not.
  static List<String> some(int size) {
    var texts = new String[size];
    Arrays.setAll(texts, i -> i % 2 == 0 ? "s" + i : "a long text, number " + i);
    return List.of(texts);
  }
}
