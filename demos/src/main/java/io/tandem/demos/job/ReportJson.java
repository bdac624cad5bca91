package io.tandem.demos.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tandem.demos.words.WordCount;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// A [Report] as one JSON object in one line.
public final class ReportJson {
  private ReportJson() {}

  /// Returns the object. `verified` is in it only if there was a recount.
  public static String of(Report report) {
    return text(json -> write(report, json));
  }

  /// Returns the object for a job without a total: only who died.
  public static String of(List<LostProcess> lost) {
    return text(json -> writeLost(lost, json));
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String text(Fields fields) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  private static void write(Report report, JsonGenerator json) throws IOException {
    json.writeNumberField("files", report.text().files());
    json.writeNumberField("skipped", report.text().skipped());
    json.writeNumberField("lines", report.text().lines());
    json.writeNumberField("bytes", report.text().bytes());
    json.writeNumberField("words", report.words());
    json.writeNumberField("distinct", report.distinct());
    json.writeNumberField("messages", report.messages());
    json.writeNumberField("seconds", millis(report.seconds()));
    writeTop(report.top(), json);
    writeProcesses(report.processes(), json);
    writeLost(report.lost(), json);
    if (report.verified().isPresent()) {
      json.writeBooleanField("verified", report.verified().get());
    }
  }

  private static BigDecimal millis(double seconds) {
    return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP);
  }

  private static void writeTop(List<WordCount> top, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("top");
    for (var entry : top) {
      json.writeStartObject();
      json.writeStringField("word", entry.word());
      json.writeNumberField("count", entry.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeProcesses(List<ProcessWork> processes, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("processes");
    for (var process : processes) {
      json.writeStartObject();
      json.writeStringField("role", process.role());
      json.writeNumberField("pid", process.pid());
      json.writeNumberField("messages", process.messages());
      json.writeNumberField("bytes", process.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeLost(List<LostProcess> lost, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("lost");
    for (var process : lost) {
      json.writeStartObject();
      json.writeStringField("role", process.role());
      json.writeNumberField("pid", process.pid());
      json.writeStringField("how", process.how());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
