package io.tandem.tests.style;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.demos.bench.ReportJson;
import io.tandem.demos.bench.ReportMarkdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// docs/benchmarks.md says what was measured.
class BenchmarksPageTest {
  private static final Path DOCS = Repo.ROOT.resolve("docs");

  @Test
  void thePageIsTheViewOfTheFigures() throws IOException {
    String figures = Files.readString(DOCS.resolve("benchmarks.json"));

    assertEquals(
        ReportMarkdown.of(ReportJson.report(figures)),
        Files.readString(DOCS.resolve("benchmarks.md")),
        "Run `./tandem bench --from docs/benchmarks.json --markdown docs/benchmarks.md`");
  }
}
