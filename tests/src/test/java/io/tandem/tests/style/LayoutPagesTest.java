package io.tandem.tests.style;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/layouts says what the layouts say. `mvn -q -Pformat test` writes it.
class LayoutPagesTest {
  @Test
  void everyPageIsAsItsLayout() throws IOException {
    Map<String, String> expected =
        LayoutPages.of(
            Repo.javaFiles(SourceFile::isLibrary).stream()
                .filter(file -> file.name().endsWith("Layout.java"))
                .toList());

    if (Repo.FIX) {
      write(expected);
    }

    Map<String, String> found =
        Repo.documents().stream()
            .filter(file -> file.path().startsWith(LayoutPages.FOLDER))
            .collect(Collectors.toMap(SourceFile::path, SourceFile::text));
    assertEquals(expected.keySet(), found.keySet());
    Findings.assertNone(
        expected.keySet().stream()
            .filter(page -> !expected.get(page).equals(found.get(page)))
            .toList(),
        "Run `mvn -q -Pformat test` to write these pages:");
  }

  private static void write(Map<String, String> pages) throws IOException {
    Path folder = Files.createDirectories(Repo.ROOT.resolve(LayoutPages.FOLDER));
    try (var old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (var page : pages.entrySet()) {
      Files.writeString(Repo.ROOT.resolve(page.getKey()), page.getValue());
    }
  }

  @Test
  void aPageSaysWhatTheJavadocOfItsLayoutSays() {
    var layout =
        new SourceFile(
            "core/src/main/java/io/tandem/a/PlantedLayout.java",
            """
            package io.tandem.a;

            /// The head of a [Planted]. As
            /// its [Planted#size(int)] says.
            ///
            /// ```text
            /// offset  size
            /// ```
            final class PlantedLayout {
              /// No part of it.
              int size;
            }
            """);

    Map<String, String> pages = LayoutPages.of(List.of(layout));

    assertEquals(
        """
        # a.PlantedLayout

        From [its class](../../%s), where it is to be changed.

        The head of a `Planted`. As
        its `Planted.size` says.

        ```text
        offset  size
        ```
        """
            .formatted(layout.path()),
        pages.get("docs/layouts/a.PlantedLayout.md"));
    assertEquals(
        "| [a.PlantedLayout](a.PlantedLayout.md) | The head of a `Planted`. |",
        pages.get("docs/layouts/README.md").lines().toList().getLast());
  }
}
