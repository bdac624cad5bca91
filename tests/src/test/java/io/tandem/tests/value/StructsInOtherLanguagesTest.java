package io.tandem.tests.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.SharedMemory;
import io.tandem.value.Structs;
import java.lang.foreign.StructLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Random record classes lie in memory as C and Python's `ctypes` have them, and are read and
/// written from both sides.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StructsInOtherLanguagesTest {
  private static final int STRUCTS = 200;
  private static final int LINE = 64;

  @TempDir private Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<Part.Struct> structs = RandomStructs.make(STRUCTS, random);
  private final List<Structs<Record>> all = new ArrayList<>();
  private RandomRecords records;
  private SharedMemory memory;

  @BeforeEach
  void layOut() throws Exception {
    records = new RandomRecords(structs, folder);
    long bytes = 0;
    for (var type : records.types()) {
      bytes = aligned(bytes) + Structs.layoutOf(type).byteSize();
    }
    memory = SharedMemory.create(bytes);
    long at = 0;
    for (var type : records.types()) {
      at = aligned(at);
      all.add(over(at, type));
      at += Structs.layoutOf(type).byteSize();
    }
  }

  @SuppressWarnings("unchecked")
  private Structs<Record> over(long at, Class<? extends Record> type) {
    long bytes = Structs.layoutOf(type).byteSize();
    return (Structs<Record>) Structs.over(memory.segment().asSlice(at, bytes), type);
  }

  private static long aligned(long at) {
    return (at + LINE - 1) / LINE * LINE;
  }

  @AfterEach
  void close() throws Exception {
    memory.unlink();
    memory.close();
    records.close();
  }

  @Test
  void inC() throws Exception {
    List<String> declarations = all.stream().map(Structs::declaration).toList();

    compare(PeerProgram.inC(structs, declarations, folder));
  }

  @Test
  void inPython() throws Exception {
    compare(PeerProgram.inPython(structs, folder));
  }

  private void compare(PeerProgram peer) throws Exception {
    assertSame(layouts(), peer.run("layout", memory.name()));

    List<Record> made =
        records.types().stream().<Record>map(type -> RandomRecords.make(type, random)).toList();
    IntStream.range(0, STRUCTS).forEach(i -> all.get(i).set(0, made.get(i)));
    assertSame(printed(made), peer.run("dump", memory.name()));

    assertEquals(List.of(), peer.run("change", memory.name()));
    assertSame(changed(), printed(all.stream().map(each -> each.get(0)).toList()));
  }

  private List<String> layouts() {
    return IntStream.range(0, STRUCTS)
        .boxed()
        .flatMap(i -> layout(structs.get(i), all.get(i).layout()))
        .toList();
  }

  private static Stream<String> layout(Part.Struct struct, StructLayout layout) {
    String sizes = layout.byteSize() + " " + layout.byteAlignment();
    return Stream.concat(
        Stream.of(sizes),
        struct
            .leaves("")
            .map(leaf -> leaf.path() + " " + layout.byteOffset(Leaves.path(leaf.path()))));
  }

  private List<String> printed(List<? extends Record> made) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < STRUCTS; i++) {
      List<Part.Leaf> leaves = structs.get(i).leaves("").toList();
      List<Object> values = RandomRecords.leaves(made.get(i)).toList();
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        lines.add(Leaves.printed(leaves.get(leaf).part(), values.get(leaf)));
      }
    }
    return lines;
  }

  private List<String> changed() {
    var lines = new ArrayList<String>();
    for (Part.Struct struct : structs) {
      List<Part.Leaf> leaves = struct.leaves("").toList();
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        Part part = leaves.get(leaf).part();
        lines.add(Leaves.printed(part, Leaves.changed(part, leaf)));
      }
    }
    return lines;
  }

  private void assertSame(List<String> expected, List<String> found) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      int line = i;
      assertEquals(
          expected.get(i),
          found.get(i),
          () -> "line %d of seed %d: %s".formatted(line, seed, structs));
    }
    assertEquals(expected.size(), found.size(), () -> "lines of seed " + seed);
  }
}
