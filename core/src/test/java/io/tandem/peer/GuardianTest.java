package io.tandem.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.linux.Platform;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The thread whose death is the process's.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuardianTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"-Dtandem.robust=true", "-Dtandem.robust=false", "-Dtandem.portable=true"})
  void theProcessEndsWithItsGuardianAndOthersSeeIt(String flag) throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("guarded");
        var child = ChildJvm.start(List.of(flag), Failing.class)) {
      int owner = Integer.parseInt(child.awaitLine("owner "));
      assertTrue(scope.peers().isAlive(owner));

      child.say("fail");
      child.awaitEnd();

      assertEquals(Guardian.STATUS, child.process().exitValue());
      assertTrue(scope.peers().isDead(owner));
      scope.peers().awaitStopped(owner);
      scope.unlink();
    }
  }

  @Test
  void aClaimThatFailsEndsNothing() {
    var guardian = new Guardian(LockSupport::park);

    var refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                guardian.claimAndSleep(
                    false,
                    _ -> {
                      throw new IllegalStateException("no slot");
                    }));

    assertEquals("no slot", refused.getMessage());
  }

  @Test
  void aClaimThatEndsWithAnErrorMakesNobodyAnOwner() {
    var guardian = new Guardian(LockSupport::park);
    var error = new OutOfMemoryError("no heap");

    assertSame(
        error,
        assertThrows(
            OutOfMemoryError.class,
            () ->
                guardian.claimAndSleep(
                    false,
                    _ -> {
                      throw error;
                    })));
  }

  /// Its guardian throws when it is told to, and its main thread would go on.
  static final class Failing {
    public static void main(String... arguments) {
      try (var scope = SharedScope.attach("guarded")) {
        var registry = (Registry) scope.peers();
        boolean robust =
            Platform.NATIVE_LINUX && !"false".equals(System.getProperty(Registry.ROBUST_PROPERTY));
        int owner = new Guardian(Failing::failWhenTold).claimAndSleep(robust, registry::claim);
        System.out.println("owner " + owner);
        while (true) {
          LockSupport.park();
        }
      }
    }

    private static void failWhenTold() {
      try {
        int _ = System.in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new IllegalStateException("told to fail");
    }
  }
}
