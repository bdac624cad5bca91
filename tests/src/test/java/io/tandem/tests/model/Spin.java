package io.tandem.tests.model;

import io.tandem.tests.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/// The model checker: spin makes a C program of a model, which visits every reachable state.
final class Spin {
  /// What a checker says when it has seen every state and each was good.
  static final String HOLDS = "holds";

  private static final Path MODELS =
      Path.of(System.getProperty("basedir", ""), "src/test/spin").toAbsolutePath();
  private static final long LIMIT_SECONDS = 120;

  /// Processes that stop for ever are no error, for the dead do: the models say who must not. The
  /// table of states is a quarter of the usual one, which takes longer to clear than most models.
  private static final List<String> CHECK = List.of("./pan", "-E", "-m1000000", "-w22");

  /// Not optimized: to compile takes longer than to run. What was made last moves first, which is
  /// the kernel, so that deaths come early.
  private static final List<String> COMPILE =
      List.of(
          "-O0", "-w", "-DSAFETY", "-DNOREDUCE", "-DREVERSE", "-DMEMLIM=2000", "-opan", "pan.c");

  private static final Pattern VIOLATED = Pattern.compile("assertion violated (\\w+)");
  private static final Pattern INCOMPLETE =
      Pattern.compile("(?i)not completed|max search depth too small|out of memory|interrupted");

  private final Path folder;

  /// @param folder for what it writes
  Spin(Path folder) {
    this.folder = folder;
  }

  static Stream<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(MODELS)) {
      return files.filter(file -> file.toString().endsWith(".pml")).sorted().toList().stream();
    }
  }

  /// Checks a model.
  ///
  /// @param run the name of the model and its switches: `word_lock -DK=1`
  /// @return [#HOLDS], or the name of the invariant that some interleaving violates
  String check(String run) throws IOException, InterruptedException {
    List<String> words = Arrays.asList(run.split(" "));
    var generate = new ArrayList<>(List.of(Tools.require("spin").toString(), "-a"));
    generate.addAll(words.subList(1, words.size()));
    generate.add(MODELS.resolve(words.getFirst() + ".pml").toString());
    var compile = new ArrayList<>(List.of(Tools.require("gcc").toString()));
    compile.addAll(COMPILE);

    execute(generate);
    execute(compile);
    return verdict(execute(CHECK));
  }

  private static String verdict(String output) {
    Matcher violated = VIOLATED.matcher(output);
    if (violated.find()) {
      return violated.group(1);
    }
    boolean complete = output.contains("errors: 0") && !INCOMPLETE.matcher(output).find();
    Assertions.assertTrue(complete, () -> "The checker did not see every state:\n" + output);
    return HOLDS;
  }

  private String execute(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      String text = Files.readString(output);
      Assertions.assertTrue(ended, () -> command + " hangs; it said\n" + text);
      Assertions.assertEquals(0, process.exitValue(), () -> command + " failed:\n" + text);
      return text;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
