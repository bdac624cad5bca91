package io.tandem.tests.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.ScopeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever a process was doing with a scope, and after whichever of its steps it died: the next
/// one finds all other objects untouched, the one in question complete or not there, and every
/// block accounted for. The same when that next one dies after any of its steps.
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeathAtEveryStepTest {
  private static final ObjectType TYPE = new ObjectType("step", 1);
  private static final List<String> OPERATIONS =
      List.of(
          "create-fresh",
          "create-reused",
          "create-in-chain",
          "allocate-fresh",
          "allocate-reused",
          "allocate-grown",
          "free-first-of-chain",
          "free-middle-of-chain",
          "free-last-of-chain",
          "free-unnamed");

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @Test
  void theNextProcessFindsEverythingWhole() throws Exception {
    for (String operation : OPERATIONS) {
      try (var scope = SharedScope.create(operation, 1)) {
        prepare(scope);
      }
    }
    List<Snapshot> deaths = step(OPERATIONS, OPERATIONS);
    List<Snapshot> unfinished = new ArrayList<>();
    for (Snapshot death : deaths) {
      if (requireWhole(death)) {
        unfinished.add(death);
      }
    }
    assertTrue(unfinished.size() > 50, () -> unfinished.size() + " unfinished states");

    List<String> copies = new ArrayList<>();
    for (Snapshot death : unfinished) {
      String copy = "copy" + copies.size();
      death.write(copy);
      copies.add(copy);
    }
    List<String> operations = unfinished.stream().map(Snapshot::operation).toList();
    List<Snapshot> secondDeaths = step(copies, operations);
    for (Snapshot death : secondDeaths) {
      requireWhole(death);
    }
    System.out.printf(
        "%d states after a death, %d of them unfinished; %d after a second death%n",
        deaths.size(), unfinished.size(), secondDeaths.size());
    OPERATIONS.forEach(SharedScope::unlink);
    copies.forEach(SharedScope::unlink);
  }

  /// Three names on one chain, a few free blocks, and neighbours that must not change.
  private static void prepare(SharedScope scope) {
    for (String name : List.of("AaAa", "AaBB", "BBAa", "other", "third")) {
      fill(scope.createBlock(name, TYPE, 100));
    }
    fill(scope.allocate(TYPE, 200)); // the first unnamed one, which free-unnamed frees
    List<SharedBlock> free = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      free.add(scope.allocate(TYPE, 100));
      free.add(scope.createBlock("freed" + i, TYPE, 1000));
    }
    free.forEach(DeathAtEveryStepTest::fill);
    free.forEach(SharedBlock::free);
  }

  private static void fill(SharedBlock block) {
    block.segment().fill((byte) 77);
  }

  /// What a scope's file held at one moment.
  ///
  /// @param operation what was being done
  private record Snapshot(PrivateRoot root, String operation, byte[] content) {
    Path write(String scope) throws IOException {
      Path folder = root.folder().resolve(root.list().getFirst());
      Path file = folder.resolve(scope);
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, content);
      return file;
    }
  }

  /// Runs one operation on each scope in another JVM, and collects the different states.
  private List<Snapshot> step(List<String> scopes, List<String> operations) throws Exception {
    Path folder = root.folder().resolve(root.list().getFirst());
    List<Snapshot> states = new ArrayList<>();
    Debuggee.run(
        call -> {
          byte[] content = Files.readAllBytes(folder.resolve(scopes.get(call)));
          if (states.isEmpty() || !Arrays.equals(states.getLast().content(), content)) {
            states.add(new Snapshot(root, operations.get(call), content));
          }
        },
        Operations.class,
        String.join(",", scopes),
        String.join(",", operations));
    return states;
  }

  /// @return whether somebody was in the middle of a change
  private static boolean requireWhole(Snapshot death) throws IOException {
    Path file = death.write("died");
    boolean unfinished = ScopeFile.check(file).pending() != 0;
    try (var scope = SharedScope.attach("died")) {
      Set<String> names = new HashSet<>();
      for (SharedScope.Entry entry : scope.directory()) {
        names.add(entry.name());
        requireContent(scope.attachBlock(entry.name(), TYPE));
      }
      assertEquals(0, ScopeFile.check(file).pending());
      requireNames(death.operation(), names);
      useAfter(scope);
      assertEquals(0, ScopeFile.check(file).pending());
    } finally {
      SharedScope.unlink("died");
    }
    return unfinished;
  }

  private static void requireNames(String operation, Set<String> names) {
    names.remove("made");
    names.remove("BBBB");
    Set<String> expected = new HashSet<>(List.of("AaAa", "AaBB", "BBAa", "other", "third"));
    String freed = Operations.NAMES.get(operation);
    if (operation.startsWith("free") && freed != null) {
      names.remove(freed);
      expected.remove(freed);
    }
    assertEquals(expected, names, operation);
  }

  private static void requireContent(SharedBlock block) {
    for (long i = 0; i < block.byteSize(); i++) {
      assertEquals(77, block.segment().get(JAVA_BYTE, i), block::toString);
    }
  }

  private static void useAfter(SharedScope scope) {
    List<SharedBlock> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(scope.createBlock("after" + i, TYPE, 1000));
      made.add(scope.allocate(TYPE, 100));
    }
    for (SharedBlock block : made) {
      assertEquals(0, block.segment().get(JAVA_BYTE, block.byteSize() - 1));
      fill(block);
    }
    for (String name : List.of("other", "third")) {
      requireContent(scope.attachBlock(name, TYPE));
    }
    made.forEach(SharedBlock::free);
  }

  /// What is done to each scope, in the JVM that is stopped all the time.
  static final class Operations {
    static final Map<String, String> NAMES =
        Map.of(
            "create-fresh", "made",
            "create-reused", "made",
            "create-in-chain", "BBBB",
            "free-first-of-chain", "BBAa",
            "free-middle-of-chain", "AaBB",
            "free-last-of-chain", "AaAa");

    public static void main(String... arguments) {
      String[] scopes = arguments[0].split(",");
      String[] operations = arguments[1].split(",");
      try (var warmUp = SharedScope.anonymous(1)) {
        prepare(warmUp);
        OPERATIONS.forEach(operation -> attempt(warmUp, operation));
      }
      for (int i = 0; i < scopes.length; i++) {
        try (var scope = SharedScope.attach(scopes[i])) {
          operate(scope, operations[i]);
        }
      }
    }

    static void operate(SharedScope scope, String operation) {
      attempt(scope, operation);
    }

    private static void attempt(SharedScope scope, String operation) {
      try {
        apply(scope, operation);
      } catch (MemoryException.Exists | MemoryException.Missing | MemoryException.Stale e) {
        // It was done, or undone, before.
      }
    }

    private static void apply(SharedScope scope, String operation) {
      String name = NAMES.get(operation);
      switch (operation) {
        case "create-fresh" -> scope.createBlock(name, TYPE, 300, memory -> memory.fill((byte) 77));
        case "create-reused" ->
            scope.createBlock(name, TYPE, 1000, memory -> memory.fill((byte) 77));
        case "create-in-chain" ->
            scope.createBlock(name, TYPE, 10, memory -> memory.fill((byte) 77));
        case "allocate-fresh" -> scope.allocate(TYPE, 5000);
        case "allocate-reused" -> scope.allocate(TYPE, 100);
        case "allocate-grown" -> scope.allocate(TYPE, 60_000);
        case "free-unnamed" -> scope.block(unnamed(scope), 1, TYPE).free();
        default -> scope.attachBlock(name, TYPE).free();
      }
    }

    private static long unnamed(SharedScope scope) {
      long last = scope.attachBlock("third", TYPE).offset();
      return last + 320; // 64 of header, 128 of name and 100 of content, rounded up
    }
  }
}
