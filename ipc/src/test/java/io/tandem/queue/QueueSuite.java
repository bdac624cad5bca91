package io.tandem.queue;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.AssertionFailedError;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;

/// The contract of `java.util.Queue`, as Guava tests any queue.
final class QueueSuite {
  private QueueSuite() {}

  static Stream<DynamicTest> of(Supplier<Queue<String>> maker) {
    Test suite =
        QueueTestSuiteBuilder.using(new Generator(maker))
            .named("queue")
            .withFeatures(
                CollectionFeature.KNOWN_ORDER, CollectionFeature.SUPPORTS_ADD, CollectionSize.ANY)
            .skipCollectionTests() // remove what is not at the head
            .createTestSuite();
    return testsIn(suite).map(test -> DynamicTest.dynamicTest(test.getName(), () -> run(test)));
  }

  private static final class Generator extends TestStringQueueGenerator {
    private final Supplier<Queue<String>> maker;

    Generator(Supplier<Queue<String>> maker) {
      this.maker = maker;
    }

    @Override
    protected Queue<String> create(String[] elements) {
      Queue<String> queue = maker.get();
      Collections.addAll(queue, elements);
      return queue;
    }
  }

  private static Stream<TestCase> testsIn(Test test) {
    return test instanceof TestSuite suite
        ? Collections.list(suite.tests()).stream().flatMap(QueueSuite::testsIn)
        : Stream.of((TestCase) test);
  }

  private static void run(TestCase test) throws Throwable {
    var result = new TestResult();
    test.run(result);
    for (var failures :
        List.of(Collections.list(result.failures()), Collections.list(result.errors()))) {
      if (!failures.isEmpty()) {
        throw new AssertionFailedError(failures.getFirst().trace());
      }
    }
  }
}
