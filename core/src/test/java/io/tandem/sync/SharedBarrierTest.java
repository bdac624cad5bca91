package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import org.junit.jupiter.api.Test;

class SharedBarrierTest {
  @Test
  void aNamedBarrierForAnotherNumberOfPartiesIsRefusedByAMessageThatNamesBoth() {
    try (var scope = SharedScope.anonymous(1)) {
      var barrier = SharedBarrier.open(scope, "start", 3);
      assertEquals(barrier, SharedBarrier.open(scope, "start", 3));

      var refused =
          assertThrows(
              MemoryException.Incompatible.class, () -> SharedBarrier.open(scope, "start", 4));

      assertEquals(
          "Cannot open barrier 'start' of scope %s for 4 parties: it is there for 3. "
                  .formatted(scope)
              + "Use the same number everywhere, or another name.",
          refused.getMessage());
    }
  }

  @Test
  void whatIsNoBarrierIsRefusedAsWhatItIs() {
    try (var scope = SharedScope.anonymous(1)) {
      scope.createBlock("start", ObjectType.RAW, 8);

      var refused =
          assertThrows(
              MemoryException.Incompatible.class, () -> SharedBarrier.open(scope, "start", 4));

      assertEquals(
          "Cannot use the object 'start' of scope %s: it is of type raw version 1, "
                  .formatted(scope)
              + "expected barrier version 1. Open it as what it is, or use another name.",
          refused.getMessage());
    }
  }
}
