package io.tandem.tests.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.ScopeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files without a name belong to the process that made them, as long as that lives.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftoversTest {
  private static final String PORTABLE = "-Dtandem.portable=";

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void whatAKilledProcessLeavesIsSweptAndWhatALivingOneUsesIsNot(
      boolean portableMaker, boolean portableSweeper) throws Exception {
    try (var maker = ChildJvm.start(List.of(PORTABLE + portableMaker), Maker.class)) {
      maker.awaitLine("ready");
      List<String> made = root.list();
      assertEquals(2, made.size(), "the user's directory and a file");

      sweep(portableSweeper);
      assertEquals(made, root.list());

      maker.kill();
      assertEquals(made, root.list());
      sweep(portableSweeper);
      assertEquals(List.of(), root.list());
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aProcessThatEndsLeavesNothing(boolean portable) throws Exception {
    try (var maker = ChildJvm.start(List.of(PORTABLE + portable), Maker.class)) {
      maker.awaitLine("ready");
      maker.say("end");
      maker.awaitSuccess();
    }
    assertEquals(List.of(), root.list());
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void sweepingDoesNotDropTheLocksOfWhoeverSweeps(boolean portable) throws Exception {
    try (var maker = ChildJvm.start(List.of(PORTABLE + portable), Maker.class)) {
      String handle = maker.awaitLine("ready ");
      var flags = List.of(PORTABLE + portable);
      try (var first = ChildJvm.start(flags, AttachedSweeper.class, handle, "a");
          var second = ChildJvm.start(flags, AttachedSweeper.class, handle, "b")) {
        first.awaitSuccess();
        second.awaitSuccess();
      }
      ScopeFile.check(Path.of(handle.substring(handle.indexOf(':') + 1)));
      try (var scope = SharedScope.ofHandle(handle)) {
        assertEquals(2 * AttachedSweeper.OBJECTS, scope.directory().size());
      }
    }
    sweep(false);
  }

  private void sweep(boolean portable) throws Exception {
    try (var sweeper = ChildJvm.start(List.of(PORTABLE + portable), Sweeper.class)) {
      sweeper.awaitSuccess();
    }
  }

  static final class Maker {
    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.anonymous(1)) {
        System.out.println("ready " + scope.handle());
        System.in.read();
        System.exit(scope.name() == null ? 0 : 1); // and the file goes all the same
      }
    }
  }

  static final class Sweeper {
    public static void main(String... arguments) {
      try (var memory = SharedMemory.create(1)) {
        memory.unlink();
      }
    }
  }

  /// Makes objects in a scope of another process, and sweeps meanwhile.
  static final class AttachedSweeper {
    static final int OBJECTS = 2_000;

    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.ofHandle(arguments[0])) {
        var done = new AtomicBoolean();
        Thread sweeper =
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!done.get()) {
                        Sweeper.main();
                      }
                    });
        for (int i = 0; i < OBJECTS; i++) {
          scope.createBlock(arguments[1] + i, ObjectType.RAW, 10);
        }
        done.set(true);
        sweeper.join();
      }
    }
  }
}
