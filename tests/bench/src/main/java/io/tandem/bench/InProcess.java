package io.tandem.bench;

import static io.tandem.demos.bench.Work.cost;
import static io.tandem.demos.bench.Work.rate;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// What operations cost within a process, by JMH, with what they allocate. Each figure is of a JVM
/// of its own.
final class InProcess {
  private static final Sampling FIVE_PAIRS = new Sampling(1, 0, 5);
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private InProcess() {}

  static List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    trials.addAll(rings());
    trials.addAll(pipes());
    trials.addAll(values());
    trials.addAll(arrays());
    return trials;
  }

  private static List<Trial> rings() {
    var trials = new ArrayList<Trial>();
    for (int bytes : new int[] {32, 1024}) {
      String size = bytes == 32 ? "32b" : "1k";
      String of = bytes == 32 ? " of 32 B" : " of 1 KiB";
      trials.add(
          trial(
              rate("threads.ring." + size, "messages" + of + " between threads", "msg/s")
                  .between("OneToOneRing", "Agrona"),
              new Benchmark("RingThroughput", "tandem", "agrona", bytes)));
      trials.add(
          trial(
              rate("threads.many." + size, "messages" + of + " between threads", "msg/s")
                  .between("ManyToOneRing", "Agrona's"),
              new Benchmark("RingThroughput", "tandem-many", "agrona-many", bytes)));
      trials.add(
          trial(
              cost("threads.trip." + size, "a message" + of + " to a thread and back", "ns")
                  .between("OneToOneRing", "Agrona"),
              new Benchmark("RingRoundTrip", "tandem", "agrona", bytes)));
    }
    return trials;
  }

  private static List<Trial> pipes() {
    return List.of(
        trial(
            rate("threads.pipe.64k", "messages of 64 KiB between threads", "msg/s")
                .between("Pipe", "Java Unix socket"),
            new Benchmark("PipeThroughput", "pipe", "socket", 1 << 16)),
        trial(
            rate("threads.pipe.1m", "messages of 1 MiB between threads", "msg/s")
                .between("Pipe", "one copy of the memory")
                .floor(Floor.ratio(0.6)),
            new Benchmark("PipeThroughput", "pipe", "memcpy", 1 << 20)));
  }

  private static List<Trial> values() {
    return List.of(
        trial(
            cost("value.add", "getAndAdd", "ns")
                .between("LongValue", "VarHandle")
                .floor(Floor.ratio(0.95)),
            new Benchmark("ValueAccess.getAndAdd", "value", "varhandle", Long.BYTES)),
        trial(
            cost("value.words", "what a lock does to its words", "ns")
                .between("Words", "VarHandle"),
            new Benchmark("WordAccess.access", "words", "varhandle", Long.BYTES)),
        trial(
            cost("struct.get", "a record of four components, read", "ns")
                .between("StructArray", "VarHandles"),
            new Benchmark("StructAccess", "get", "get-by-hand", 24)),
        trial(
            cost("struct.set", "a record of four components, written", "ns")
                .between("StructArray", "VarHandles"),
            new Benchmark("StructAccess", "set", "set-by-hand", 24)),
        trial(
            cost("codec.record", "a small record, encoded and decoded", "ns")
                .between("Codec", "Java serialization")
                .floor(Floor.ratio(20).andValue(500)),
            new Benchmark("SmallRecord", "data", "java", 24)));
  }

  private static List<Trial> arrays() {
    var trials = new ArrayList<Trial>();
    for (int bytes : new int[] {1 << 14, 1 << 26}) {
      String size = bytes == 1 << 14 ? "16k" : "64m";
      trials.add(array("sum", "all elements, read one by one", 0.9, size, bytes));
      trials.add(array("set", "all elements, written one by one", 0.9, size, bytes));
      trials.add(array("fill", "all elements, filled", 0.95, size, bytes));
      trials.add(array("copyFrom", "all elements, copied in", 0.95, size, bytes));
      trials.add(array("copyTo", "all elements, copied out", 0.95, size, bytes));
    }
    return trials;
  }

  private static Trial array(String method, String what, double floor, String size, int bytes) {
    return trial(
        cost("array.%s.%s".formatted(method, size), what, "ns")
            .between("IntArray", "MemorySegment")
            .floor(Floor.ratio(floor)),
        new Benchmark("ArrayAccess." + method, "array", "segment", bytes));
  }

  private static Trial trial(Work work, Benchmark benchmark) {
    return new Trial(work, FIVE_PAIRS, duel -> benchmark.prepare(duel));
  }

  /// @param name of the class, and the method if there are several
  /// @param ours the parameter that chooses ours
  /// @param peer the parameter that chooses the peer's
  private record Benchmark(String name, String ours, String peer, int bytes) {
    /// Deep code is compiled late.
    int warmUps() {
      return name.startsWith("SmallRecord") ? 50 : 8;
    }

    void prepare(Duel duel) {
      var allocated = new double[1];
      duel.ours(
          () -> {
            RunResult run = run(ours);
            allocated[0] = run.getSecondaryResults().get(ALLOCATED).getScore();
            return score(run);
          });
      duel.peer(() -> score(run(peer)));
      duel.allocated(() -> allocated[0]);
    }

    private static double score(RunResult run) {
      Result<?> sent = run.getSecondaryResults().get("send");
      return (sent != null ? sent : run.getPrimaryResult()).getScore();
    }

    private RunResult run(String lane) throws RunnerException {
      var options =
          new OptionsBuilder()
              .include("\\." + name + "(\\.|$)")
              .param("lane", lane)
              .param("bytes", Integer.toString(bytes))
              .forks(1)
              .warmupIterations(warmUps())
              .warmupTime(TimeValue.milliseconds(100))
              .measurementIterations(6)
              .measurementTime(TimeValue.milliseconds(100))
              .jvmArgsAppend(
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
              .addProfiler(GCProfiler.class)
              .verbosity(VerboseMode.SILENT)
              .shouldFailOnError(true)
              .build();
      return new Runner(options).run().iterator().next();
    }
  }
}
