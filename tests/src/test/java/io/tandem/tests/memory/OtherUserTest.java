package io.tandem.tests.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.Tools;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Another user opens nothing.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherUserTest {
  private static final String OPEN_ALL =
      """
      for file in "$@"; do
        if ( : < "$file" ) 2> /dev/null; then echo "read $file"; fi
        if ( : >> "$file" ) 2> /dev/null; then echo "wrote $file"; fi
      done
      echo tried $#
      """;

  @Test
  void anotherUserOpensNothing() throws Exception {
    String setpriv = Tools.require("setpriv").toString();
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can be another user");
    try (var root = PrivateRoot.open();
        var named = SharedScope.create("named", 1);
        var anonymous = SharedScope.anonymous(1);
        var memory = SharedMemory.create("memory", 100)) {
      Files.setPosixFilePermissions(
          root.folder(), PosixFilePermissions.fromString("rwxrwxrwx")); // as /dev/shm is
      var command =
          new ArrayList<>(
              List.of(setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c"));
      command.addAll(List.of(OPEN_ALL, "sh"));
      root.list().stream()
          .map(file -> root.folder().resolve(file).toString())
          .forEach(command::add);

      try (var other = ChildJvm.start(command)) {
        assertEquals(List.of("tried 4"), other.awaitEnd());
      }
      named.unlink();
      anonymous.unlink();
      memory.unlink();
    }
  }
}
