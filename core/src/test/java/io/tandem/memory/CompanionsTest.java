package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a process keeps beside the objects of a scope.
@Timeout(60)
class CompanionsTest {
  private final Companions companions = new Companions();

  /// Something with an identity.
  private AtomicReference<?> of(int generation) {
    return companions.of(64, generation, AtomicReference.class, AtomicReference::new);
  }

  @Test
  void anObjectHasOneOfEachTypeAndPlace() {
    assertSame(of(1), of(1));
    assertEquals("text", companions.of(64, 1, String.class, () -> "text"));
    assertNotSame(of(1), companions.of(128, 1, AtomicReference.class, AtomicReference::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, Integer.MIN_VALUE})
  void aViewOfWhatWasFreedDoesNotReplaceThatOfItsSuccessor(int generation) {
    var current = of(generation);

    var freed = of(generation - 1);

    assertNotSame(current, freed);
    assertSame(current, of(generation));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void theNextObjectAtAPlaceHasOneOfItsOwn(int generation) {
    var freed = of(generation);

    var next = of(generation + 1);

    assertNotSame(freed, next);
    assertSame(next, of(generation + 1));
  }
}
