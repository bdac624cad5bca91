package io.tandem.tests.style;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What tests read in Markdown, be it a document or the Javadoc of a Java file: code and links.
final class Markdown {
  /// @param line where the block's first line is
  record Block(String language, int line, String text) {}

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("([a-z]+:|#).*");

  private Markdown() {}

  static List<Block> blocks(SourceFile file) {
    List<Block> blocks = new ArrayList<>();
    List<String> open = null;
    String language = "";
    List<String> lines = markdownOf(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.strip().startsWith("```")) {
        if (open != null) {
          open.add(line);
        }
      } else if (open == null) {
        language = line.strip().substring(3);
        open = new ArrayList<>();
      } else {
        String text = String.join("\n", open).stripIndent() + "\n";
        blocks.add(new Block(language, i + 1 - open.size(), text));
        open = null;
      }
    }
    return blocks;
  }

  /// Links to files of the tree that are not there.
  static List<String> brokenLinks(SourceFile document, Path root) {
    Path folder = root.resolve(document.path()).getParent();
    String prose =
        Pattern.compile("(?ms)^\\s*```.*?^\\s*```").matcher(document.text()).replaceAll("");
    return LINK.matcher(prose)
        .results()
        .map((MatchResult link) -> link.group(1))
        .filter(target -> !ELSEWHERE.matcher(target).matches())
        .filter(target -> !Files.exists(folder.resolve(target.replaceFirst("#.*", ""))))
        .map(target -> document.path() + ": links to " + target + ", which is not there")
        .toList();
  }

  /// The lines of a document; of a Java file those of its Javadoc, the others empty.
  private static List<String> markdownOf(SourceFile file) {
    return file.lines().stream()
        .map(line -> file.isJava() ? javadocOf(line.strip()) : line)
        .toList();
  }

  private static String javadocOf(String line) {
    return line.startsWith("///") ? line.substring(3) : "";
  }
}
