package io.tandem.tests.stress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestList;

/// Tests of jcstress in this JVM, as its compilers come and go: without the many JVMs and flags
/// that jcstress would try, each of which takes a second.
final class QuickRun {
  private static final Duration ROUND = Duration.ofMillis(50);
  private static final int ROUNDS = 100; // for what must be seen: one to three, on a free machine

  private QuickRun() {}

  /// Runs a test, again and again until it has seen what is planted in it.
  static Outcomes of(String name) throws ReflectiveOperationException, IOException {
    TestInfo test = TestList.getInfo(name);
    var outcomes = new Outcomes(test);
    int round = 0;
    do {
      outcomes.add(run(test));
    } while (outcomes.missesWhatIsPlanted() && ++round < ROUNDS);
    return outcomes;
  }

  private static TestResult run(TestInfo test) throws ReflectiveOperationException, IOException {
    var runner =
        (Runner<?>)
            Class.forName(test.generatedRunner())
                .getConstructor(ForkedTestConfig.class)
                .newInstance(config(test));
    return runner.run();
  }

  /// As jcstress sends it to the JVMs it starts: there is no other way to make one.
  private static ForkedTestConfig config(TestInfo test) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(SpinLoopStyle.THREAD_SPIN_WAIT.ordinal());
    out.writeInt((int) ROUND.toMillis());
    out.writeInt(1); // rounds
    out.writeUTF(test.generatedRunner());
    out.writeInt(64); // MiB
    out.writeInt(FullRun.STRIDE);
    out.writeInt(FullRun.STRIDES);
    out.writeBoolean(false); // threads stay where the system puts them
    return new ForkedTestConfig(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
