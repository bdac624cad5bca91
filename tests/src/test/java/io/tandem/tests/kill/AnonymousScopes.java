package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Makes scopes without names and gives them up, which sweeps what killed ones left, and never
/// loses the one that it keeps.
final class AnonymousScopes implements Work {
  private final SharedScope kept = SharedScope.anonymous(1);
  private final Path file = fileOf(kept);

  private static Path fileOf(SharedScope scope) {
    String handle = scope.handle();
    return Path.of(handle.substring(handle.indexOf(':') + 1));
  }

  @Override
  public void step(Random random) {
    try (var scope = SharedScope.anonymous(1 + random.nextInt(100_000))) {
      scope.allocate(ObjectType.RAW, 100);
      assertTrue(Files.exists(fileOf(scope)), "a living scope was removed");
    }
    assertTrue(Files.exists(file), "a living scope was removed");
  }

  @Override
  public void finish() {
    kept.close();
  }
}
