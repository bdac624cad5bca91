package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.tests.PrivateRoot;
import io.tandem.tests.ScopeFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/// A scope does what a map of names and a list of arrays do, and its file is whole after each step.
class ScopeModelTest {
  private static final ObjectType TYPE = new ObjectType("model", 1);

  enum Action {
    CREATE,
    OPEN,
    ALLOCATE,
    FREE,
    FIND,
    LOOK_UP_STALE
  }

  /// @param which picks a name, or one of the objects there are
  record Step(Action action, int which, int bytes) {
    String name() {
      return "name" + which % 20;
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(0, 600)),
            Tuple.of(2, Arbitraries.integers().between(0, 100_000)),
            Tuple.of(1, Arbitraries.integers().between(3_000_000, 6_000_000)));
    return Combinators.combine(
            Arbitraries.of(Action.class), Arbitraries.integers().between(0, 1000), sizes)
        .as(Step::new);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aScopeIsAMapOfNamesAndAHeapOfObjects(
      @ForAll @Size(min = 1, max = 150) List<@From("steps") Step> steps) throws IOException {
    try (var root = PrivateRoot.open();
        var scope = SharedScope.create("model", 1)) {
      var model = new Model(scope);
      Path file = root.folder().resolve(root.list().getLast());
      for (Step step : steps) {
        model.apply(step);
        model.requireEqual(ScopeFile.check(file));
      }
      model.requireContent();
      scope.unlink();
    }
  }

  private static final class Model {
    private final SharedScope scope;
    private final Map<String, SharedBlock> named = new HashMap<>();
    private final List<SharedBlock> live = new ArrayList<>();
    private final List<SharedBlock> freed = new ArrayList<>();
    private final Map<SharedBlock, Byte> content = new HashMap<>();
    private byte next = 1;

    Model(SharedScope scope) {
      this.scope = scope;
    }

    void apply(Step step) {
      switch (step.action()) {
        case CREATE -> create(step);
        case OPEN -> open(step);
        case ALLOCATE -> fill(scope.allocate(TYPE, step.bytes()), step.bytes());
        case FREE -> free(step);
        case FIND -> find(step);
        case LOOK_UP_STALE -> lookUpStale(step);
      }
    }

    private void create(Step step) {
      if (named.containsKey(step.name())) {
        assertThrows(
            MemoryException.Exists.class, () -> scope.createBlock(step.name(), TYPE, step.bytes()));
      } else {
        SharedBlock made = scope.createBlock(step.name(), TYPE, step.bytes());
        named.put(step.name(), made);
        fill(made, step.bytes());
      }
    }

    private void open(Step step) {
      SharedBlock present = named.get(step.name());
      if (present == null) {
        SharedBlock made = scope.openBlock(step.name(), TYPE, step.bytes());
        named.put(step.name(), made);
        fill(made, step.bytes());
      } else {
        assertEquals(present, scope.openBlock(step.name(), TYPE, present.byteSize()));
        assertThrows(
            MemoryException.Incompatible.class,
            () -> scope.openBlock(step.name(), TYPE, present.byteSize() + 1));
      }
    }

    private void free(Step step) {
      if (!live.isEmpty()) {
        SharedBlock block = live.remove(step.which() % live.size());
        requireContent(block);
        block.free();
        named.values().remove(block);
        content.remove(block);
        freed.add(block);
      }
    }

    private void find(Step step) {
      SharedBlock present = named.get(step.name());
      if (present != null) {
        assertEquals(present, scope.attachBlock(step.name(), TYPE));
      } else {
        assertThrows(MemoryException.Missing.class, () -> scope.attachBlock(step.name(), TYPE));
      }
      if (!live.isEmpty()) {
        SharedBlock block = live.get(step.which() % live.size());
        SharedBlock found = scope.block(block.offset(), block.generation(), TYPE);
        assertEquals(block, found);
        requireContent(found);
      }
    }

    private void lookUpStale(Step step) {
      if (!freed.isEmpty()) {
        SharedBlock block = freed.get(step.which() % freed.size());
        assertThrows(
            MemoryException.Stale.class,
            () -> scope.block(block.offset(), block.generation(), TYPE));
        assertThrows(MemoryException.Stale.class, block::free);
      }
    }

    private void fill(SharedBlock block, long bytes) {
      assertEquals(bytes, block.byteSize());
      assertEquals(-1, block.segment().mismatch(MemorySegment.ofArray(new byte[(int) bytes])));
      block.segment().fill(next);
      content.put(block, next++);
      live.add(block);
    }

    void requireContent() {
      live.forEach(this::requireContent);
    }

    private void requireContent(SharedBlock block) {
      byte expected = content.get(block);
      MemorySegment memory = block.segment();
      if (memory.byteSize() > 0) {
        assertEquals(expected, memory.get(JAVA_BYTE, 0));
        long shifted = memory.byteSize() - 1;
        assertEquals(
            -1, memory.asSlice(0, shifted).mismatch(memory.asSlice(1, shifted)), "all the same");
      }
    }

    void requireEqual(ScopeFile file) {
      assertEquals(0, file.pending());
      assertEquals(
          live.stream().map(SharedBlock::offset).collect(Collectors.toSet()), file.used().keySet());
      assertEquals(
          named.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset())),
          file.names());
    }
  }
}
