package io.tandem.list;

import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import junit.framework.AssertionFailedError;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The contract of `java.util.List`, as Guava tests any list.
class SharedListContractTest {
  private static final PrivateRoot ROOT = PrivateRoot.open();
  private static final SharedScope SCOPE = SharedScope.create("contract");

  @AfterAll
  static void leavesNothing() {
    SCOPE.unlink();
    SCOPE.close();
    ROOT.close();
  }

  @TestFactory
  Stream<DynamicTest> itIsAList() {
    Test suite =
        ListTestSuiteBuilder.using(new Generator())
            .named("SharedList")
            .withFeatures(
                ListFeature.GENERAL_PURPOSE,
                CollectionFeature.ALLOWS_NULL_VALUES,
                CollectionSize.ANY)
            .createTestSuite();
    return testsIn(suite).map(test -> DynamicTest.dynamicTest(test.getName(), () -> run(test)));
  }

  private static final class Generator extends TestStringListGenerator {
    @Override
    protected List<String> create(String[] elements) {
      SharedList<String> list = SharedList.create(SCOPE, String.class);
      Collections.addAll(list, elements);
      return list;
    }
  }

  private static Stream<TestCase> testsIn(Test test) {
    return test instanceof TestSuite suite
        ? Collections.list(suite.tests()).stream().flatMap(SharedListContractTest::testsIn)
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
