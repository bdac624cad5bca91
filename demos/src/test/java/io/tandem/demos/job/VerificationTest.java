package io.tandem.demos.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.demos.text.TextFile;
import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordCounter;
import io.tandem.demos.words.WordTable;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recount finds every kind of difference, and none where there is none.
class VerificationTest {
  @TempDir private Path folder;

  @Test
  void aTallyEqualsItsOwnRecount() throws Exception {
    var job = job("to be or not to be\n");

    assertEquals(Optional.empty(), Verification.difference(job, new OneThread().run(job)));
  }

  @Test
  void aChangedFileIsADifference() throws Exception {
    var job = job("to be or not to be\n");
    var tally = new OneThread().run(job);
    Files.writeString(job.files().getFirst().path(), "to be or not to me\n");

    assertEquals(
        Optional.of("distinct words: counted 4, recounted 5"), Verification.difference(job, tally));
  }

  @Test
  void everyPartOfATallyIsCompared() {
    var first = tally(new TextTotals(3, 1, 20, 300), "a b c");

    assertDifference("files: counted 3, recounted 4", first, new TextTotals(4, 1, 20, 300));
    assertDifference("skipped files: counted 1, recounted 0", first, new TextTotals(3, 0, 20, 300));
    assertDifference("lines: counted 20, recounted 21", first, new TextTotals(3, 1, 21, 300));
    assertDifference("bytes: counted 300, recounted 299", first, new TextTotals(3, 1, 20, 299));
    assertDifference("words: counted 3, recounted 4", first, "a b c a");
    assertDifference("distinct words: counted 3, recounted 2", first, "a b a");
    assertDifference("'d': counted 0, recounted 1", first, "a b d");
    assertEquals(Optional.empty(), Verification.difference(first, tally(first.text(), "c b a")));
  }

  private static void assertDifference(String expected, Tally first, TextTotals again) {
    assertEquals(Optional.of(expected), Verification.difference(first, tally(again, "a b c")));
  }

  private static void assertDifference(String expected, Tally first, String again) {
    assertEquals(Optional.of(expected), Verification.difference(first, tally(first.text(), again)));
  }

  private static Tally tally(TextTotals totals, String text) {
    var words = new WordTable();
    byte[] bytes = text.getBytes(UTF_8);
    new WordCounter().count(bytes, 0, bytes.length, words);
    return new Tally(totals, words, 0, List.of(), List.of());
  }

  private Job job(String text) throws Exception {
    Path path = Files.writeString(folder.resolve("text"), text);
    var file = new TextFile(path, Files.size(path));
    var parts = new Parts(null, null);
    var nowhere = new PrintWriter(Writer.nullWriter());
    return new Job(List.of(file), new Team(1, 1, 1 << 16), parts, nowhere, _ -> {});
  }
}
