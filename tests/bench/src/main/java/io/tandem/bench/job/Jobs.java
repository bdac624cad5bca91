package io.tandem.bench.job;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.Side;
import io.tandem.demos.Tandem;
import io.tandem.demos.bench.Work;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `tandem run`, in JVMs that send lines to each other, beside `tandem run --single`, in one
/// thread: from the command's start to its end.
public final class Jobs {
  private static final Sampling SAMPLING = new Sampling(1, 1, 5);
  private static final int LINES = 1_000_000;
  private static final int WORDS_OF_A_LINE = 16;
  private static final int VOCABULARY = 50_000;
  private static final Pattern WORDS = Pattern.compile("\"words\":(\\d+)");

  private Jobs() {}

  public static Trial trial() {
    Work work =
        Work.cost("run.single", "16 million words counted, the starts of JVMs included", "s")
            .between("one JVM reads, one counts", "one thread");
    return new Trial(work, SAMPLING, Jobs::prepare);
  }

  private static void prepare(Duel duel) throws IOException {
    String text = write(duel.folder().resolve("text")).toString();
    duel.ours(() -> seconds(command("-XX:TieredStopAtLevel=1", "run", "--json", text)));
    duel.peer(() -> seconds(command("-XX:TieredStopAtLevel=4", "run", "--single", "--json", text)));
  }

  /// As the script `tandem` does it.
  private static List<String> command(String compiler, String... arguments) {
    return Side.jvm(List.of(compiler, "-XX:-UsePerfData"), Tandem.class, arguments);
  }

  private static Path write(Path file) throws IOException {
    var random = new Random(1);
    try (BufferedWriter text = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < LINES; i++) {
        for (int word = 0; word < WORDS_OF_A_LINE; word++) {
          text.write(Integer.toString(random.nextInt(VOCABULARY) + 10_000, Character.MAX_RADIX));
          text.write(word == WORDS_OF_A_LINE - 1 ? '\n' : ' ');
        }
      }
    }
    return file;
  }

  private static double seconds(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    Matcher words = WORDS.matcher(report);
    if (code != 0
        || !words.find()
        || Long.parseLong(words.group(1)) != (long) LINES * WORDS_OF_A_LINE) {
      throw new IllegalStateException("It ended with %d and told %s".formatted(code, report));
    }
    return seconds;
  }
}
