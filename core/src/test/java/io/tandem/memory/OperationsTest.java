package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.Test;

/// No method of Agrona's interface escapes the tests.
class OperationsTest {
  @Test
  void everyMethodIsGeneratedOrTestedByHand() {
    var covered = new HashSet<>(Operations.generated());
    Operations.all().stream()
        .filter(method -> Operations.TESTED_BY_HAND.containsKey(method.getName()))
        .forEach(covered::add);

    assertTrue(covered.containsAll(Operations.all()));
    for (Class<?> type :
        new Class<?>[] {AtomicBuffer.class, MutableDirectBuffer.class, DirectBuffer.class}) {
      for (Method method : type.getDeclaredMethods()) {
        assertTrue(covered.contains(method), method::toString);
      }
    }
  }

  @Test
  void everyGeneratedMethodHasAGeneratorForEachParameter() {
    for (Method method : Operations.generated()) {
      assertNotNull(Calls.of(method, 64), method::toString);
    }
  }

  @Test
  void everyMethodTestedByHandExistsAndHasItsTest() throws NoSuchMethodException {
    var names = Operations.all().stream().map(Method::getName).collect(Collectors.toSet());
    for (var entry : Operations.TESTED_BY_HAND.entrySet()) {
      assertTrue(names.contains(entry.getKey()), entry::getKey);
      assertTrue(
          SegmentBufferWrapTest.class
              .getDeclaredMethod(entry.getValue())
              .isAnnotationPresent(Test.class),
          entry::getValue);
    }
  }
}
