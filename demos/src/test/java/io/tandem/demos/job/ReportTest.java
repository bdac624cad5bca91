package io.tandem.demos.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordCount;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is printed, for programs and for people; a German locale changes nothing.
class ReportTest {
  private static final Report REPORT =
      new Report(
          new TextTotals(3, 1, 20, 12_345_678),
          1_000_000,
          999,
          40,
          1.23456,
          List.of(new WordCount("the", 1234), new WordCount("é\u0000", 1)),
          List.of(new ProcessWork("producer-1", 41, 40, 12_345_678)),
          List.of(new LostProcess("consumer-2", 42, "was killed by SIGKILL")),
          Optional.of(true));

  private final Locale before = Locale.getDefault();

  @BeforeEach
  void goToGermany() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void goHome() {
    Locale.setDefault(before);
  }

  @Test
  void jsonHasEveryFieldInOneLine() {
    assertEquals(
        """
        {"files":3,"skipped":1,"lines":20,"bytes":12345678,"words":1000000,"distinct":999,\
        "messages":40,"seconds":1.235,"top":[{"word":"the","count":1234},\
        {"word":"é\\u0000","count":1}],\
        "processes":[{"role":"producer-1","pid":41,"messages":40,"bytes":12345678}],\
        "lost":[{"role":"consumer-2","pid":42,"how":"was killed by SIGKILL"}],"verified":true}\
        """,
        ReportJson.of(REPORT));
  }

  @Test
  void textHasTheSameForPeople() {
    assertEquals(
        """
        <          count  word>
                  1,234  the
                      1  é\u0000

        20 lines and 12,345,678 bytes in 3 files
        1,000,000 words, 999 of them different
        40 messages in 1.235 s: 10.0 MB/s
        1 files or directories skipped, as said above
        consumer-2 (pid 42) was killed by SIGKILL; the others did its work, so the count is complete
        verified: a recount in one thread gives the same

        <process           pid       messages     messages/s         MB     MB/s>
        producer-1         41             40             32       12.3     10.0
        """,
        ReportText.of(REPORT, heading -> "<" + heading + ">"));
  }

  @Test
  void nothingToReportIsReportedToo() {
    var empty =
        new Report(TextTotals.NONE, 0, 0, 0, 0, List.of(), List.of(), List.of(), Optional.empty());

    assertEquals(
        """
        {"files":0,"skipped":0,"lines":0,"bytes":0,"words":0,"distinct":0,"messages":0,\
        "seconds":0.000,"top":[],"processes":[],"lost":[]}\
        """,
        ReportJson.of(empty));
  }
}
