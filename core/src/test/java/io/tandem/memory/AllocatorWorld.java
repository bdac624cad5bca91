package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.inspect.ObjectView;
import io.tandem.inspect.ScopeContents;
import io.tandem.peer.FakePeers;
import io.tandem.peer.PeerViewer;
import io.tandem.peer.SeenBy;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A scope in private memory, and some processes, played by one thread, that share it.
final class AllocatorWorld {
  static final ObjectType TYPE = new ObjectType("story", 1);

  /// All three in one chain of the directory.
  static final List<String> CHAINED = List.of("AaAa", "AaBB", "BBAa");

  static final long NAMED_BYTES = 24;

  private static final Path FILE = Path.of("story");
  private static final long FIRST_BYTES = ScopeLayout.BYTES + 4096;
  private static final long MOST_BYTES = FIRST_BYTES + 3 * 65536;
  static final ScopeHeader HEADER =
      new ScopeHeader(new UUID(1, 2), ScopeLayout.NAMED, new UUID(3, 4), FIRST_BYTES);
  private static final MemorySegment EMPTY = empty();

  final MemorySegment memory;
  private final FakePeers peers;
  private final AllocatorBug bug;
  private long fileBytes = FIRST_BYTES;
  private int dead;

  // Objects without a name that somebody has, and objects that were freed: where, and which.
  private final Map<Long, Integer> owned = new HashMap<>();
  private final Map<Long, Integer> freed = new HashMap<>();

  /// @param memory of [#allocateMemory()], used for one world after the other
  AllocatorWorld(MemorySegment memory, FakePeers peers, AllocatorBug bug) {
    this.memory = memory;
    this.peers = peers;
    this.bug = bug;
    memory.fill((byte) 0);
    memory.copyFrom(EMPTY);
    prepare(new Member(peers.join(), Steps.unlimited()));
  }

  static MemorySegment allocateMemory() {
    return Arena.ofAuto().allocate(MOST_BYTES, 64);
  }

  private static MemorySegment empty() {
    MemorySegment page = Arena.ofAuto().allocate(ScopeLayout.BYTES, 64);
    HEADER.writeTo(new SegmentWords(page));
    return page;
  }

  /// Three names in a chain and one more, two free blocks of each of two sizes, and an object
  /// without a name.
  private static void prepare(Member member) {
    CHAINED.forEach(member::create);
    member.create("other");
    member.allocate(200);
    List<Block> free = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      member.create("freed" + i);
      free.add(member.allocate(100));
    }
    member.free("freed0");
    member.free("freed1");
    free.forEach(member::free);
  }

  /// What one process does, to the end or to its death.
  void run(Steps steps, Operation... operations) {
    int owner = peers.join();
    steps.run(
        () -> {
          var member = new Member(owner, steps);
          for (Operation each : operations) {
            each.run(member);
          }
        });
    if (steps.isDead()) {
      peers.kill(owner);
      dead++;
      requireWholeFromOutside();
    }
  }

  /// What one process does.
  interface Operation {
    void run(Member member);
  }

  /// One who takes no part and waits for nobody sees no object that is half made.
  private void requireWholeFromOutside() {
    List<String> problems = new ArrayList<>();
    var reader = new ScopeReader(memory.asSlice(0, fileBytes), PeerViewer::unknown, problems);
    ScopeContents seen = reader.read(HEADER);
    assertEquals(List.of(), problems, "seen from outside");
    for (ObjectView object : seen.objects()) {
      assertEquals(TYPE.tag(), object.tag(), "half made, seen from outside");
      object
          .name()
          .ifPresent(
              name -> {
                assertEquals(NAMED_BYTES, object.bytes(), "half made, seen from outside");
                long start = object.offset() + Block.payloadStart(true);
                requireContent(memory.asSlice(start, NAMED_BYTES), name);
              });
    }
  }

  /// One that nothing happens to can do everything, and finds all in order.
  void survive() {
    var survivor = new Member(peers.join(), Steps.unlimited());
    survivor.create("after");
    survivor.open("after");
    survivor.open("other");
    for (long bytes : new long[] {100, 200, 6000}) {
      Block one = survivor.allocate(bytes);
      Block other = survivor.allocate(bytes);
      survivor.free(one);
      survivor.free(other);
    }
    survivor.free("after");
    new AllocatorAudit(survivor.segments, owned, freed, dead).require();
  }

  static void requireContent(MemorySegment content, String name) {
    for (long at = 0; at < content.byteSize(); at += Long.BYTES) {
      long found = content.get(JAVA_LONG, at);
      assertEquals(name.hashCode(), found, "content of '%s'".formatted(name));
    }
  }

  /// One process.
  final class Member {
    final ScopeSegments segments;
    private final Allocator allocator;

    private Member(int owner, Steps steps) {
      try {
        segments = new ScopeSegments(FILE, new Source(steps, bug.planter()), FIRST_BYTES);
        var guard = new ScopeGuard(segments, new SeenBy(peers, owner), new SleeplessParker());
        allocator = new Allocator(segments, guard);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Makes a named object, unless it is there.
    void create(String name) {
      allocator.guarded(
          () -> {
            Block present = allocator.directory().find(name);
            return present != null ? present : make(name);
          });
    }

    private Block make(String name) {
      return allocator.make(TYPE, NAMED_BYTES, name, block -> fill(block.payload(), name));
    }

    private void fill(MemorySegment content, String name) {
      requireZero(content);
      for (long at = 0; at < content.byteSize(); at += Long.BYTES) {
        content.set(JAVA_LONG, at, name.hashCode());
        segments.control().getInt(ScopeLayout.STATE_AT); // a place to die
      }
    }

    void open(String name) {
      allocator.guarded(
          () -> {
            Block block = allocator.directory().find(name);
            if (block != null) {
              requireContent(block.payload(), name);
            }
            return name;
          });
    }

    /// Frees a named object, if it is there.
    void free(String name) {
      Block found =
          allocator.guarded(
              () -> {
                Block block = allocator.directory().find(name);
                if (block != null) {
                  allocator.free(block);
                }
                return block;
              });
      if (found != null) {
        freed.put(found.offset(), found.generation() - 1);
      }
    }

    /// Makes an object without a name.
    Block allocate(long bytes) {
      Block made =
          allocator.guarded(
              () -> allocator.make(TYPE, bytes, "", block -> requireZero(block.payload())));
      made.payload().fill((byte) 77);
      owned.put(made.offset(), made.generation());
      return made;
    }

    void free(Block block) {
      int generation = block.generation();
      owned.remove(block.offset());
      allocator.guarded(
          () -> {
            allocator.free(block);
            return block;
          });
      freed.put(block.offset(), generation);
    }

    /// Frees the unnamed object with the lowest offset.
    void freeOwned() {
      long offset = owned.keySet().stream().min(Long::compare).orElseThrow();
      free(Block.at(segments, offset));
    }
  }

  private static void requireZero(MemorySegment content) {
    for (long at = 0; at < content.byteSize(); at++) {
      assertEquals(0, content.get(JAVA_BYTE, at), "new, but not all zeros");
    }
  }

  /// The file as one process has it.
  private final class Source implements SegmentSource {
    private final Steps steps;
    private final AllocatorBug.Planter planter;

    Source(Steps steps, AllocatorBug.Planter planter) {
      this.steps = steps;
      this.planter = planter;
    }

    @Override
    public MemorySegment map(long offset, long bytes) {
      return memory.asSlice(offset, bytes);
    }

    @Override
    public Words words(MemorySegment part) {
      return planter.plantIn(new StepWords(new SegmentWords(part), steps));
    }

    @Override
    public long size() {
      return fileBytes;
    }

    @Override
    public void reserve(long offset, long bytes) {
      if (offset + bytes > MOST_BYTES) {
        throw new MemoryException.NoSpace("No more than %d bytes".formatted(MOST_BYTES));
      }
      fileBytes = Math.max(fileBytes, offset + bytes);
    }
  }
}
