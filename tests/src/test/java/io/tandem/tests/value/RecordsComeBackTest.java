package io.tandem.tests.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.value.Structs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever a record has is what is read where it was written, and nothing beside it changes.
class RecordsComeBackTest {
  private static final int STRUCTS = 50;
  private static final int SEED = 4;

  private static Path folder;
  private static RandomRecords records;

  @BeforeContainer
  static void compile() throws Exception {
    folder = Files.createTempDirectory("records");
    records = new RandomRecords(RandomStructs.make(STRUCTS, new Random(SEED)), folder);
  }

  @AfterContainer
  static void delete() throws IOException {
    records.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void alone(
      @ForAll @IntRange(max = STRUCTS - 1) int which,
      @ForAll @IntRange(max = 4) int index,
      @ForAll long seed,
      @ForAll byte before) {
    Class<? extends Record> type = records.types().get(which);

    requireAlone(type, index, new Random(seed), before);
  }

  private static <R extends Record> void requireAlone(
      Class<R> type, int index, Random random, byte before) {
    long bytes = Structs.layoutOf(type).byteSize();
    try (var arena = Arena.ofConfined()) {
      Structs<R> structs = Structs.over(arena.allocate(5 * bytes, 8), type);
      structs.segment().fill(before);
      R made = RandomRecords.make(type, random);

      structs.set(index, made);

      assertEquals(leaves(made), leaves(structs.get(index)));
      byte[] all = structs.segment().toArray(ValueLayout.JAVA_BYTE);
      byte[] untouched = new byte[all.length];
      Arrays.fill(untouched, before);
      System.arraycopy(all, (int) (index * bytes), untouched, (int) (index * bytes), (int) bytes);
      assertArrayEquals(untouched, all);
    }
  }

  private static List<Object> leaves(Record made) {
    return RandomRecords.leaves(made).toList();
  }
}
