package io.tandem.manager;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import junit.framework.AssertionFailedError;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The contracts of `java.util`'s collections, as Guava tests any of them.
class CollectionsContractTest extends PlacesTest {
  @TestFactory
  Stream<DynamicTest> aManagedListIsAList() {
    var lists =
        new TestStringListGenerator() {
          @Override
          protected List<String> create(String[] elements) {
            ManagedList<String> list = objects.list();
            Collections.addAll(list, elements);
            return list;
          }
        };
    return testsOf(
        ListTestSuiteBuilder.using(lists)
            .named("list")
            .withFeatures(
                ListFeature.GENERAL_PURPOSE,
                CollectionFeature.ALLOWS_NULL_VALUES,
                CollectionSize.ANY)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aManagedArrayIsAListOfFixedLength() {
    var arrays =
        new TestStringListGenerator() {
          @Override
          protected List<String> create(String[] elements) {
            return objects.array(Arrays.asList(elements));
          }
        };
    return testsOf(
        ListTestSuiteBuilder.using(arrays)
            .named("array")
            .withFeatures(
                ListFeature.SUPPORTS_SET, CollectionFeature.ALLOWS_NULL_VALUES, CollectionSize.ANY)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aManagedMapIsAConcurrentMap() {
    var maps =
        new TestStringMapGenerator() {
          @Override
          protected Map<String, String> create(Map.Entry<String, String>[] entries) {
            ManagedMap<String, String> map = objects.map();
            for (Map.Entry<String, String> entry : entries) {
              map.put(entry.getKey(), entry.getValue());
            }
            return map;
          }
        };
    return testsOf(
        ConcurrentMapTestSuiteBuilder.using(maps)
            .named("map")
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                CollectionFeature.KNOWN_ORDER,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionSize.ANY)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aManagedSetIsASet() {
    var sets =
        new TestStringSetGenerator() {
          @Override
          protected Set<String> create(String[] elements) {
            ManagedSet<String> set = objects.set();
            Collections.addAll(set, elements);
            return set;
          }
        };
    return testsOf(
        SetTestSuiteBuilder.using(sets)
            .named("set")
            .withFeatures(
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.KNOWN_ORDER,
                CollectionSize.ANY)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aManagedQueueIsAQueue() {
    return queues(() -> objects.queue());
  }

  @TestFactory
  Stream<DynamicTest> aManagedDequeIsAQueue() {
    return queues(() -> objects.deque());
  }

  private interface Maker {
    ManagedQueue<String> make();
  }

  private static Stream<DynamicTest> queues(Maker maker) {
    var queues =
        new TestStringQueueGenerator() {
          @Override
          protected Queue<String> create(String[] elements) {
            Queue<String> queue = maker.make();
            Collections.addAll(queue, elements);
            return queue;
          }
        };
    return testsOf(
        QueueTestSuiteBuilder.using(queues)
            .named("queue")
            .withFeatures(
                CollectionFeature.KNOWN_ORDER, CollectionFeature.SUPPORTS_ADD, CollectionSize.ANY)
            .skipCollectionTests() // remove by an iterator
            .createTestSuite());
  }

  private static Stream<DynamicTest> testsOf(Test suite) {
    return testsIn(suite).map(test -> DynamicTest.dynamicTest(test.getName(), () -> run(test)));
  }

  private static Stream<TestCase> testsIn(Test test) {
    return test instanceof TestSuite suite
        ? Collections.list(suite.tests()).stream().flatMap(CollectionsContractTest::testsIn)
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
