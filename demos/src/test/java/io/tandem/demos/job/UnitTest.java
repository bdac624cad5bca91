package io.tandem.demos.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.demos.text.TextFile;
import io.tandem.memory.SharedScope;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Units are about equal in size, and together they are all the files.
class UnitTest {
  @Test
  void smallFilesAreTakenTogether() {
    assertEquals(
        List.of(new Unit(0, 2, 0, 1), new Unit(2, 1, 0, 1), new Unit(3, 1, 0, 1)),
        units(100_000, 100_000, 100_000, 250_000));
  }

  @Test
  void emptyFilesCostSomethingToo() {
    assertEquals(List.of(new Unit(0, 64, 0, 1), new Unit(64, 36, 0, 1)), units(new long[100]));
  }

  @Test
  void aLargeFileComesInParts() {
    assertEquals(
        List.of(
            new Unit(0, 1, 0, 1),
            new Unit(1, 1, 0, 3),
            new Unit(1, 1, 1, 3),
            new Unit(1, 1, 2, 3),
            new Unit(2, 1, 0, 1)),
        units(10, 2 * Unit.BYTES + 1, 10));
    assertEquals(List.of(new Unit(0, 1, 0, 1)), units(Unit.BYTES));
  }

  @Test
  void aFileThatSeemsEndlessHasNoMorePartsThanAnother() {
    assertEquals(4096, units(Long.MAX_VALUE / 2).size());
    assertEquals(4096, units(1L << 40).size());
  }

  @Test
  void allFilesAreThereOnceAndInOrder() {
    List<Unit> units = units(IntStream.range(0, 500).mapToLong(i -> i * 977L).toArray());

    int next = 0;
    for (Unit unit : units) {
      assertEquals(next, unit.firstFile());
      next += unit.part() == unit.parts() - 1 ? unit.files() : 0;
    }
    assertEquals(500, next);
  }

  @Test
  void theLedgerKeepsThem() {
    List<Unit> units = units(10, 10, 3 * Unit.BYTES, 10);
    try (var scope = SharedScope.anonymous(1 << 16)) {
      Ledger ledger = Ledger.create(scope, units);

      assertEquals(units, IntStream.range(0, ledger.size()).mapToObj(ledger::get).toList());
      assertEquals(5, ledger.size());
    }
  }

  private static List<Unit> units(long... sizes) {
    return Unit.of(
        LongStream.of(sizes).mapToObj(size -> new TextFile(Path.of("file"), size)).toList());
  }
}
