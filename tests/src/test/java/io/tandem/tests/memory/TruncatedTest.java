package io.tandem.tests.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody can be kept from cutting off a file of his own that is in use; it must not kill the JVM.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TruncatedTest {
  @ParameterizedTest
  @ValueSource(strings = {"-Xmixed", "-Xint"})
  void aFileThatIsCutOffWhileMappedIsAnErrorAndNoCrash(String mode) throws Exception {
    try (var root = PrivateRoot.open();
        var child = ChildJvm.start(List.of(mode), Victim.class)) {
      assertEquals("InternalError", child.awaitLine("content: "));
      assertEquals("InternalError", child.awaitLine("allocate: "));
      assertEquals("InternalError", child.awaitLine("directory: "));
      assertEquals("Incompatible", child.awaitLine("attach: "));
      child.awaitSuccess();
      assertEquals(List.of(), root.list());
    }
  }

  static final class Victim {
    public static void main(String... arguments) throws IOException {
      try (var scope = SharedScope.create("cut")) {
        var block = scope.createBlock("object", ObjectType.RAW, 10_000);
        cut(Path.of(scope.handle().substring(scope.handle().indexOf(':') + 1)));
        print("content", () -> block.segment().set(JAVA_LONG, 8192, 1));
        print("allocate", () -> scope.allocate(ObjectType.RAW, 10));
        print("directory", scope::directory);
        scope.unlink();
      }
      try (var scope = SharedScope.create("cut")) {
        cut(Path.of(scope.handle().substring(scope.handle().indexOf(':') + 1)));
      }
      print("attach", () -> SharedScope.attach("cut"));
      SharedScope.unlink("cut");
    }

    private static void cut(Path file) throws IOException {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }

    private static void print(String what, Runnable use) {
      String outcome = "fine";
      try {
        use.run();
      } catch (InternalError | MemoryException e) {
        outcome = e.getClass().getSimpleName();
      }
      System.out.println(what + ": " + outcome);
    }
  }
}
