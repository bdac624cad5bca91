package io.tandem.tests.style;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The byte table in the Javadoc of a layout class, against the layout it describes.
///
/// ```text
/// offset  size  field           written by          read by
///      0     8  capacityBytes   creator, plain      attacher, after version
///      8   120  -
///    128     8  tail            producers, CAS      consumer, acquire
///    136
/// ```
///
/// A member that is a sequence or a structure is one row; padding is `-`; the last row is the size.
///
/// A constant `CAPACITY_AT` is the offset of a member whose name has `capacity` in it. Constants
/// are written out because offsets that a JVM asks the layout for make its start slower.
final class LayoutTable {
  private static final Pattern HEADER =
      Pattern.compile("///\\s+offset\\s+size\\s+field\\s+written[ -]by\\s+read[ -]by");
  private static final Pattern ROW = Pattern.compile("///\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)(.*)");
  private static final Pattern TOTAL = Pattern.compile("///\\s+(\\d+)");
  private static final String AT = "_AT";
  private static final Pattern WRITER_AND_READER = Pattern.compile("\\s{2,}\\S.*?\\s{2,}\\S.*");

  private LayoutTable() {}

  /// @return what is wrong with the table; empty if it says what the layout says
  static List<String> findings(SourceFile file, StructLayout layout) {
    List<String> lines = file.lines().stream().map(String::strip).toList();
    long tables = lines.stream().filter(line -> HEADER.matcher(line).matches()).count();
    if (tables != 1) {
      return List.of(
          file.at(
              1,
              "has %d tables headed `offset size field written by read by`, not 1"
                  .formatted(tables)));
    }
    int first = indexOfHeader(lines) + 1;
    List<String> rows = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (int i = first; i < lines.size() && !lines.get(i).equals("/// ```"); i++) {
      rows.add(normalized(lines.get(i)));
      if (lacksWriterOrReader(lines.get(i))) {
        findings.add(file.at(i + 1, "does not say who writes and who reads the field"));
      }
    }
    findings.addAll(differences(file, first, rows, rowsOf(layout)));
    return findings;
  }

  /// @return which constants named `*_AT` are not the offset of the field they name
  static List<String> wrongOffsets(SourceFile file, StructLayout layout, Class<?> type)
      throws IllegalAccessException {
    Map<Long, String> names = namesByOffset(layout);
    List<String> findings = new ArrayList<>();
    for (Field constant : type.getDeclaredFields()) {
      if (constant.getType() == long.class && constant.getName().endsWith(AT)) {
        constant.setAccessible(true);
        long offset = constant.getLong(null);
        String name = names.getOrDefault(offset, "no field");
        String said = constant.getName().replace(AT, "").replace("_", "");
        if (!name.toUpperCase(Locale.ROOT).contains(said)) {
          findings.add(
              file.at(
                  1,
                  "says %s is %d, where LAYOUT has %s"
                      .formatted(constant.getName(), offset, name)));
        }
      }
    }
    return findings;
  }

  private static Map<Long, String> namesByOffset(StructLayout layout) {
    Map<Long, String> names = new HashMap<>();
    long offset = 0;
    for (MemoryLayout member : layout.memberLayouts()) {
      names.put(offset, member.name().orElse("padding"));
      offset += member.byteSize();
    }
    return names;
  }

  private static int indexOfHeader(List<String> lines) {
    for (int i = 0; ; i++) {
      if (HEADER.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
  }

  private static List<String> differences(
      SourceFile file, int first, List<String> table, List<String> layout) {
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < Math.max(table.size(), layout.size()); i++) {
      String said = i < table.size() ? table.get(i) : "nothing";
      String is = i < layout.size() ? layout.get(i) : "nothing";
      if (!said.equals(is)) {
        findings.add(file.at(first + i + 1, "table says %s, LAYOUT is %s".formatted(said, is)));
      }
    }
    return findings;
  }

  private static String normalized(String line) {
    Matcher row = ROW.matcher(line);
    if (row.matches()) {
      return row(Long.parseLong(row.group(1)), Long.parseLong(row.group(2)), row.group(3));
    }
    Matcher total = TOTAL.matcher(line);
    return total.matches() ? total(Long.parseLong(total.group(1))) : "'" + line + "'";
  }

  private static boolean lacksWriterOrReader(String line) {
    Matcher row = ROW.matcher(line);
    return row.matches()
        && !row.group(3).equals("-")
        && !WRITER_AND_READER.matcher(row.group(4)).matches();
  }

  private static List<String> rowsOf(StructLayout layout) {
    List<String> rows = new ArrayList<>();
    long offset = 0;
    for (MemoryLayout member : layout.memberLayouts()) {
      String name = member instanceof PaddingLayout ? "-" : member.name().orElse("(unnamed)");
      rows.add(row(offset, member.byteSize(), name));
      offset += member.byteSize();
    }
    rows.add(total(layout.byteSize()));
    return Collections.unmodifiableList(rows);
  }

  private static String row(long offset, long size, String field) {
    return "'%s' at %d of %d bytes".formatted(field, offset, size);
  }

  private static String total(long bytes) {
    return "the end at " + bytes;
  }
}
