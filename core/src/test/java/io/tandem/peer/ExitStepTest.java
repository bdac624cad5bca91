package io.tandem.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a process does when it exits, when some of it fails.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExitStepTest {
  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @Test
  void whatFailsKeepsNoOtherActionFromBeingDone() throws Exception {
    try (var child = ChildJvm.start(Failing.class)) {
      List<String> lines = child.awaitEnd();

      assertEquals(0, child.process().exitValue());
      assertTrue(
          lines.stream().anyMatch(line -> line.contains("the first fails")), lines::toString);
      assertTrue(lines.contains("the second is done"), lines::toString);
      assertEquals(List.of(), root.list());
    }
  }

  static final class Failing {
    public static void main(String... arguments) {
      ExitStep.END_CHILDREN.add(
          () -> {
            throw new AssertionError("the first fails");
          });
      ExitStep.END_CHILDREN.add(() -> System.out.println("the second is done"));
      var _ = SharedScope.anonymous(1 << 12);
    }
  }

  @Test
  void aScopeThatCannotBeRemovedKeepsNoOtherFromIt() throws Exception {
    try (var child = ChildJvm.start(Obstructed.class)) {
      Path obstacle = Path.of(child.awaitLine("obstacle "));
      child.awaitSuccess();

      Files.delete(obstacle.resolve("full"));
      Files.delete(obstacle);
      assertEquals(List.of(), root.list());
    }
  }

  /// Its scopes are left in no order; the file of one has become a directory that is not empty.
  static final class Obstructed {
    private static final int SCOPES = 20;

    public static void main(String... arguments) throws IOException {
      var scopes = new ArrayList<SharedScope>();
      for (int i = 0; i < SCOPES; i++) {
        scopes.add(SharedScope.anonymous(1 << 12));
      }
      String handle = scopes.getFirst().handle();
      Path file = Path.of(handle.substring(handle.indexOf(':') + 1));
      Files.delete(file);
      Files.createDirectories(file.resolve("full"));
      System.out.println("obstacle " + file);
    }
  }
}
