package io.tandem.tests.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The pages of docs/layouts: what the Javadoc of each `*Layout` class says, and a list of them.
/// [LayoutTableTest] sees to it that its table is the layout.
final class LayoutPages {
  static final String FOLDER = "docs/layouts";

  private static final Pattern REFERENCE =
      Pattern.compile("(?<![\\w`])\\[#?([A-Za-z][\\w.#]*)[^\\]\\s]*](?!\\()");
  private static final String INDEX =
      """
      # The layouts

      What lies in shared memory, byte by byte: a page for each `*Layout` class, written from its
      Javadoc by `mvn -q -Pformat test`. Offsets and sizes are in bytes, numbers in the byte order
      of the machine. How a program in C reads a struct is in [c.md](../c.md).

      | layout | what it is |
      | --- | --- |
      """;

  private LayoutPages() {}

  /// @return the text of each page, by its path
  static Map<String, String> of(List<SourceFile> layouts) {
    Map<String, String> pages = new TreeMap<>();
    layouts.forEach(layout -> pages.put(FOLDER + "/" + name(layout) + ".md", page(layout)));
    pages.put(
        FOLDER + "/README.md",
        INDEX + layouts.stream().map(LayoutPages::row).collect(Collectors.joining()));
    return pages;
  }

  private static String page(SourceFile layout) {
    return """
    # %s

    From [its class](../../%s), where it is to be changed.

    %s
    """
        .formatted(name(layout), layout.path(), javadocOf(layout));
  }

  private static String row(SourceFile layout) {
    String first =
        javadocOf(layout).split("\n\n")[0].replace('\n', ' ').replaceFirst("\\. .*", ".");
    return "| [%s](%s.md) | %s |\n".formatted(name(layout), name(layout), first);
  }

  /// Such as `queue.SlotLayout`: two packages may have one of the same name.
  private static String name(SourceFile layout) {
    return layout.path().replaceFirst(".*/(\\w+)/(\\w+)\\.java", "$1.$2");
  }

  /// The comment of the file's class, as a document.
  private static String javadocOf(SourceFile layout) {
    List<String> comment = new ArrayList<>();
    for (String line : layout.lines()) {
      if (line.startsWith("///")) {
        comment.add(line.replaceFirst("/// ?", ""));
      } else if (!comment.isEmpty()) {
        break;
      }
    }
    return REFERENCE
        .matcher(String.join("\n", comment))
        .replaceAll(reference -> "`%s`".formatted(reference.group(1).replace('#', '.')));
  }
}
