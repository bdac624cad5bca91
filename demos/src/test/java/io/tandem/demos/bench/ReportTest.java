package io.tandem.demos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.bench.Result.Extra;
import io.tandem.demos.bench.Result.Failed;
import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.LeftOut;
import io.tandem.demos.bench.Result.Rivalry;
import io.tandem.demos.bench.Result.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// What a report says, in each of its views.
class ReportTest {
  private static final Work RATE =
      Work.rate("ring.32b.other", "messages of 32 B", "M/s").between("Ring", "Other & sons");
  private static final Work TIME =
      Work.cost("pool.call", "a tiny task <there> and back", "us").between("Pool", "Python's Pool");
  private static final Work ALONE = Work.cost("takeover.p99", "from kill -9 to takeover", "ms");

  private static final Result MET =
      compared(RATE.floor(Floor.ratio(0.9)), 12, 10, new Extra(16.0, "it was fair"));
  private static final Result MISSED = compared(TIME.floor(Floor.ratio(10)), 20, 190, Extra.NONE);
  private static final Result LEFT_OUT = new Result(TIME.named("far"), new LeftOut("no python3"));
  private static final Result TELLS = alone(ALONE, 3);
  private static final Result FAILED =
      new Result(TIME.named("wrong").floor(Floor.ratio(10)), new Failed("2 + 2 was 5"));

  private static Result compared(Work work, double ours, double peer, Extra extra) {
    double ratio = work.ratio(ours, peer);
    var rivalry = new Rivalry(spread(peer), spread(ratio));
    return new Result(work, new Figures(spread(ours), rivalry, 15, 1.25, extra));
  }

  private static Result alone(Work work, double ours) {
    return new Result(work, new Figures(spread(ours), null, 40, 1, Extra.NONE));
  }

  private static Spread spread(double value) {
    return new Spread(value, value / 2, value * 2);
  }

  private static Report report(Result... results) {
    var facts = new LinkedHashMap<>(Map.of("date", "2026-11-22 08:00 UTC"));
    return new Report(facts, List.of(results));
  }

  @Test
  void aRatioAboveOneMeansThatOursIsFaster() {
    assertEquals(2, RATE.ratio(20, 10));
    assertEquals(2, TIME.ratio(10, 20));
  }

  @Test
  void aFloorIsMetByTheMedianOfTheRatiosAndByTheFigureOfOurs() {
    assertEquals(Verdict.MET, MET.verdict());
    assertEquals(Verdict.MISSED, MISSED.verdict());
    assertEquals(Verdict.MET, fast(Floor.ratio(9.5)));
    assertEquals(Verdict.MET, fast(Floor.ratio(9.5).andValue(20)));
    assertEquals(Verdict.MISSED, fast(Floor.ratio(9.5).andValue(19)));
    assertEquals(Verdict.NO_FLOOR, fast(Floor.NONE));
    assertEquals(Verdict.LEFT_OUT, LEFT_OUT.verdict());
  }

  private static Verdict fast(Floor floor) {
    return compared(TIME.floor(floor), 20, 190, Extra.NONE).verdict();
  }

  @Test
  void aRateMustNotBeLessAndACostNotMoreThanTheFloorOfOurs() {
    assertEquals(Verdict.MET, alone(RATE.floor(Floor.value(7)), 7).verdict());
    assertEquals(Verdict.MISSED, alone(RATE.floor(Floor.value(7)), 6.9).verdict());
    assertEquals(Verdict.MET, alone(ALONE.floor(Floor.value(7)), 7).verdict());
    assertEquals(Verdict.MISSED, alone(ALONE.floor(Floor.value(7)), 7.1).verdict());
    assertEquals(Verdict.MISSED, alone(ALONE.floor(Floor.ratio(1)), 7).verdict(), "no peer");
  }

  @Test
  void aSpreadIsTheMedianOrAnotherPercentile() {
    assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0), 0.5));
    assertEquals(new Spread(1.5, 1, 2), Spread.of(List.of(2.0, 1.0), 0.5));
    assertEquals(new Spread(9, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0), 1));
    assertEquals(new Spread(5.5, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0), 0.75));
    assertEquals(new Spread(4, 4, 4), Spread.of(List.of(4.0), 0.5));
  }

  @Test
  void numbersHaveThreeDigitsThatMatter() {
    assertEquals("0.314", Texts.number(0.31415));
    assertEquals("12.4", Texts.number(12.43));
    assertEquals("5,210,000", Texts.number(5_211_234));
    assertEquals("0", Texts.number(0));
    assertEquals("1.2", Texts.number(1.2));
  }

  @Test
  void jsonHoldsWhatTheReportSays() throws IOException {
    Report report = report(MET, MISSED, LEFT_OUT, TELLS, FAILED);

    assertEquals(report, ReportJson.report(ReportJson.page(report)));
    for (Result each : report.results()) {
      assertEquals(each, ReportJson.result(ReportJson.line(each)));
      assertFalse(ReportJson.line(each).contains("\n"));
    }
  }

  @Property(tries = 200)
  void jsonKeepsFiveDigits(@ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 1e12) double figure)
      throws IOException {
    Result read = ReportJson.result(ReportJson.line(alone(ALONE, figure)));

    assertEquals(figure, ((Figures) read.outcome()).ours().value(), figure * 1e-4);
  }

  @Test
  void whatIsNoReportIsRefused() {
    for (String text : List.of("", "x", "{}", "[]", "{\"facts\":{},\"results\":[{}]}")) {
      assertThrows(IOException.class, () -> ReportJson.report(text), text);
    }
  }

  @Test
  void theSummaryNamesWhatIsMissedAndWhatIsLeftOut() {
    assertEquals(
        """

        Of 2 floors 1 are met.
        Missed: pool.call.
        Noise: 1.25 in the median row, 1.25 in the worst.
        Left out, no python3: pool.call.far.
        date: 2026-11-22 08:00 UTC
        """,
        ReportText.summary(report(MET, MISSED, LEFT_OUT, TELLS)));
  }

  @Test
  void whatFailedIsToldFirstAndIsAFloorThatIsMissed() {
    Result alone = new Result(ALONE, new Failed("2 + 2 was 5"));
    Report report = report(MET, TELLS, MISSED, alone, FAILED);

    assertTrue(report.hasFailed());
    assertFalse(report(MET, MISSED, LEFT_OUT, TELLS).hasFailed());
    assertEquals(
        List.of(
            "FAILED: takeover.p99, pool.call.wrong.",
            "Of 3 floors 1 are met.",
            "Missed: pool.call, pool.call.wrong."),
        Texts.summary(report).subList(0, 3));
    assertTrue(ReportText.line(FAILED).contains(" FAILED"));
    assertTrue(ReportText.line(FAILED).endsWith("; 2 + 2 was 5"));
    String page = ReportMarkdown.of(report);
    assertTrue(page.indexOf("| 2 + 2 was 5 |") < page.indexOf("## Floors missed"), page);
    assertTrue(page.contains("| 2 + 2 was 5 |"), page);
    String html = ReportHtml.of(report);
    assertTrue(html.contains("<h2>Failed</h2>") && html.contains("2 + 2 was 5"), html);
  }

  @Test
  void aLineHasAllFigures() {
    assertEquals(
        "ring.32b.other 12 10 M/s 1.2 [0.6..2.4] 15 0.9 x met 1.25"
            + " Ring / Other & sons: messages of 32 B; 16 B of heap each; it was fair",
        ReportText.line(MET).replaceAll("\\s+", " "));
    assertEquals(
        "takeover.p99 3 ms [1.5..6] 40 1 Tandem: from kill -9 to takeover",
        ReportText.line(TELLS).replaceAll("\\s+", " "));
  }

  @Test
  void inMarkdownMissesComeFirst() {
    String page = ReportMarkdown.of(report(MET, TELLS, LEFT_OUT, MISSED));

    assertTrue(page.indexOf("`pool.call`") < page.indexOf("`ring.32b.other`"), page);
    assertTrue(page.indexOf("`ring.32b.other`") < page.indexOf("`takeover.p99`"), page);
    assertTrue(page.contains("| `pool.call.far` | a tiny task <there> and back |"), page);
    assertTrue(page.contains("| no python3 |\n"), page);
  }

  @Test
  void htmlIsWellFormedAndHasEachRowAndAPlotOfEachComparison() throws Exception {
    Document page = parse(ReportHtml.of(report(MET, MISSED, LEFT_OUT, TELLS)));

    String text = page.getDocumentElement().getTextContent();
    for (String word :
        List.of("ring.32b.other", "pool.call.far", "takeover.p99", "Other & sons", "no python3")) {
      assertTrue(text.contains(word), word + " is not in " + text);
    }
    assertEquals(2, page.getElementsByTagName("svg").getLength());
    assertTrue(refersToNothing(page.getElementsByTagName("*")));
  }

  private static boolean refersToNothing(NodeList elements) {
    for (int i = 0; i < elements.getLength(); i++) {
      for (String reference : List.of("src", "href", "xlink:href")) {
        if (elements.item(i).getAttributes().getNamedItem(reference) != null) {
          return false;
        }
      }
    }
    return true;
  }

  private static Document parse(String page) throws Exception {
    String text = page.replace("<!DOCTYPE html>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }
}
