package io.tandem.tests.style;

import static io.tandem.tests.style.Findings.assertNone;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table in the Javadoc of each `*Layout` class is the format: it must say what the code does,
/// and so must its constants.
class LayoutTableTest {
  private static final StructLayout PLANTED =
      structLayout(
          JAVA_INT.withName("magic"),
          paddingLayout(4),
          sequenceLayout(3, JAVA_LONG).withName("counts"),
          sequenceLayout(8, JAVA_BYTE).withName("name"));

  private static final String TABLE =
      """
      /// The header of a planted thing.
      ///
      /// ```text
      /// offset  size  field    written by         read by
      ///      0     4  magic    creator, plain     attacher
      ///      4     4  -
      ///      8    24  counts   workers, CAS       anybody, acquire
      ///     32     8  name     creator, plain     attacher
      ///     40
      /// ```
      final class PlantedLayout {}
      """;

  @Test
  void everyTableSaysWhatItsLayoutIs() {
    List<String> findings =
        Repo.javaFiles(SourceFile::isLibrary).stream()
            .filter(file -> file.name().endsWith("Layout.java"))
            .flatMap(file -> findings(file, classOf(file)).stream())
            .toList();

    assertNone(findings);
  }

  @Test
  void aTrueTableHasNoFindings() {
    assertEquals(List.of(), findings(TABLE));
  }

  @Test
  void aWrongOffsetSizeOrNameIsFound() {
    assertEquals(
        List.of("P.java:8: table says 'name' at 33 of 8 bytes, LAYOUT is 'name' at 32 of 8 bytes"),
        findings(TABLE.replace("    32 ", "    33 ")));
    assertEquals(
        List.of(
            "P.java:7: table says 'counts' at 8 of 8 bytes, LAYOUT is 'counts' at 8 of 24 bytes"),
        findings(TABLE.replace(" 24  counts", "  8  counts")));
    assertEquals(
        List.of("P.java:5: table says 'magik' at 0 of 4 bytes, LAYOUT is 'magic' at 0 of 4 bytes"),
        findings(TABLE.replace("magic", "magik")));
  }

  @Test
  void aMissingRowOrAWrongTotalIsFound() {
    assertEquals(
        "P.java:6: table says 'counts' at 8 of 24 bytes, LAYOUT is '-' at 4 of 4 bytes",
        findings(TABLE.replace("///      4     4  -\n", "")).getFirst());
    assertEquals(
        List.of("P.java:9: table says the end at 48, LAYOUT is the end at 40"),
        findings(TABLE.replace("///     40\n", "///     48\n")));
    assertEquals(
        List.of("P.java:9: table says nothing, LAYOUT is the end at 40"),
        findings(TABLE.replace("///     40\n", "")));
  }

  @Test
  void aRowWithoutItsReaderIsFound() {
    assertEquals(
        List.of("P.java:8: does not say who writes and who reads the field"),
        findings(TABLE.replace("name     creator, plain     attacher", "name     creator, plain")));
  }

  @Test
  void aClassWithoutATableIsFound() {
    assertTrue(findings("final class P {}\n").getFirst().contains("has 0 tables"));
  }

  @Test
  void aClassWithoutALayoutIsFound() {
    assertEquals(
        List.of("P.java:1: has no static StructLayout LAYOUT"),
        findings(new SourceFile("P.java", TABLE), String.class));
  }

  @Test
  void anOffsetThatIsNotItsFieldsIsFound() throws IllegalAccessException {
    assertEquals(
        List.of(
            "P.java:1: says COUNTS_AT is 12, where LAYOUT has no field",
            "P.java:1: says NAME_AT is 8, where LAYOUT has counts"),
        LayoutTable.wrongOffsets(new SourceFile("P.java", TABLE), PLANTED, Offsets.class));
  }

  @SuppressWarnings("unused")
  private static final class Offsets {
    static final long MAGIC_AT = 0;
    static final long COUNTS_AT = 12;
    static final long NAME_AT = 8;
    static final long BYTES = 40;
  }

  private static List<String> findings(String text) {
    return LayoutTable.findings(new SourceFile("P.java", text), PLANTED);
  }

  private static List<String> findings(SourceFile file, Class<?> type) {
    try {
      Field field = type.getDeclaredField("LAYOUT");
      field.setAccessible(true);
      var layout = (StructLayout) field.get(null);
      return Stream.concat(
              LayoutTable.findings(file, layout).stream(),
              LayoutTable.wrongOffsets(file, layout, type).stream())
          .toList();
    } catch (ReflectiveOperationException | ClassCastException | NullPointerException e) {
      return List.of(file.at(1, "has no static StructLayout LAYOUT"));
    }
  }

  private static Class<?> classOf(SourceFile file) {
    String name = file.path().replaceFirst(".*/java/", "").replace(".java", "").replace('/', '.');
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(file.path() + " does not declare " + name, e);
    }
  }
}
