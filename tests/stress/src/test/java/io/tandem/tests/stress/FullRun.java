package io.tandem.tests.stress;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/// All tests as jcstress itself runs them: each actor interpreted or compiled by either compiler,
/// with random choices of the second one's, in a JVM each. Leaves its report in a folder.
final class FullRun {
  static final int STRIDE = 256;
  static final int STRIDES = 8; // so few states at a time that each has its values in the pool

  private FullRun() {}

  /// @param mode how long: one of jcstress's, quick or default or stress
  static Map<String, Outcomes> of(String mode, Path report) throws Exception {
    Files.createDirectories(report);
    var options = new Options(arguments(mode, report));
    PrintStream console = System.out;
    try (var text = new PrintStream(Files.newOutputStream(report.resolve("run.txt")))) {
      System.setOut(text);
      if (!options.parse()) {
        throw new IllegalArgumentException("jcstress refused its options: see " + report);
      }
      new JCStress(options).run();
    } finally {
      System.setOut(console);
    }
    return read(Path.of(options.getResultFile()));
  }

  private static String[] arguments(String mode, Path report) {
    String sizes = " -strideSize %d -strideCount %d".formatted(STRIDE, STRIDES);
    return ("-m " + mode + " -r " + report + sizes).split(" ");
  }

  private static Map<String, Outcomes> read(Path results) throws Exception {
    var all = new TreeMap<String, Outcomes>();
    var reader = new DiskReadCollector(results.toString(), result -> add(all, result));
    reader.dump();
    reader.close();
    Files.delete(results);
    return all;
  }

  private static void add(Map<String, Outcomes> all, TestResult result) {
    all.computeIfAbsent(result.getName(), name -> new Outcomes(TestList.getInfo(name))).add(result);
  }
}
