package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.tests.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program that is one source file, whose classes no file holds.
@Timeout(60)
class SourceFileTest {
  private static final String PROGRAM =
      """
      import io.tandem.pool.ProcessPool;
      import java.util.List;

      public class Program {
        record Early(int value) {}

        static class Late {
          static int twice(int x) {
            return 2 * x;
          }
        }

        public static void main(String[] args) throws Exception {
          try (var pool = ProcessPool.builder().workers(1).build()) {
            System.out.println(pool.submit(() -> new Early(1)).get());
            System.out.println(pool.map(List.of(1, 2), x -> Late.twice(x)));
            System.out.println(pool.submit(() -> Other.name()).get());
          }
        }
      }

      class Other {
        static String name() {
          return "other";
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void itsWorkersGetItsClassesWithTheTasks() throws Exception {
    Path file = Files.writeString(directory.resolve("Program.java"), PROGRAM);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            file.toString());

    try (var program = ChildJvm.start(command)) {
      assertEquals(List.of("Early[value=1]", "[2, 4]", "other"), program.awaitEnd());
    }
  }
}
