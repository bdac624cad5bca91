package io.tandem.tests.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.ScopeView;
import io.tandem.memory.Doctor;
import io.tandem.memory.Inspector;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.Tools;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Those who look and those who write do not get in each other's way.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusyScopeTest {
  private static final ObjectType TYPE = new ObjectType("churn", 1);
  private static final int LOOKS = 300;

  @Test
  void aLookSeesAWholeScopeWhateverTwoWritersDo() throws Exception {
    try (var root = PrivateRoot.open();
        var scope = SharedScope.create("busy", 1);
        var one = ChildJvm.start(Writer.class, "1");
        var other = ChildJvm.start(Writer.class, "2")) {
      one.awaitLine("writing");
      other.awaitLine("writing");
      long before = busy().contents().orElseThrow().lock().acquisitions();
      int most = 0;
      for (int look = 0; look < LOOKS; look++) {
        ScopeView seen = busy();
        assertEquals(List.of(), seen.problems());
        var objects = seen.contents().orElseThrow().objects();
        objects.forEach(
            object -> {
              assertEquals("churn", object.tag());
              object.name().ifPresent(name -> assertTrue(name.matches("[12]-\\d+"), name));
            });
        most = Math.max(most, objects.size());
      }
      assertTrue(most > 0, "never an object");
      assertTrue(busy().contents().orElseThrow().lock().acquisitions() > before);
      one.kill();
      other.kill();
      scope.unlink();
      assertTrue(root.list().isEmpty());
    }
  }

  @Test
  void whoeverIsStoppedWhileLookingStopsNobodyElse() throws Exception {
    try (var root = PrivateRoot.open();
        var scope = SharedScope.create("busy", 1);
        var watcher = ChildJvm.start(Watcher.class)) {
      watcher.awaitLine("looking");
      for (int round = 0; round < 20; round++) {
        signal("STOP", watcher);
        for (int i = 0; i < 100; i++) {
          scope.createBlock("object", TYPE, 1_000).free();
        }
        signal("CONT", watcher);
        watcher.awaitLine("looking");
      }
      scope.unlink();
      assertTrue(root.list().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dtandem.portable=false", "-Dtandem.portable=true"})
  void lookingAtItsOwnScopeDropsNoLockOfAProcess(String flag) throws Exception {
    try (var root = PrivateRoot.open()) {
      try (var user = ChildJvm.start(List.of(flag), OwnWatcher.class)) {
        String handle = user.awaitLine("looked ");
        List<String> before = root.list();

        assertEquals(List.of(), Doctor.examine(true));
        assertEquals(before, root.list());
        try (var scope = SharedScope.ofHandle(handle)) {
          scope.allocate(TYPE, 1);
        }
        user.kill();
      }
      assertEquals(1, Doctor.examine(true).size());
    }
  }

  private static ScopeView busy() {
    return Inspector.inspect().scopes().stream()
        .filter(scope -> scope.name().filter("busy"::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String name, ChildJvm child) throws Exception {
    String kill = Tools.require("kill").toString();
    String pid = Long.toString(child.process().pid());
    assertEquals(0, new ProcessBuilder(kill, "-" + name, pid).start().waitFor());
  }

  /// Makes and frees objects, named and unnamed, of all sizes, for ever.
  static final class Writer {
    private static final int MOST_OBJECTS = 50;

    public static void main(String... arguments) {
      var random = new Random();
      var made = new ArrayDeque<SharedBlock>();
      try (var scope = SharedScope.attach("busy")) {
        for (long i = 0; ; i++) {
          int bytes = random.nextInt(10_000);
          made.add(
              random.nextBoolean()
                  ? scope.allocate(TYPE, bytes)
                  : scope.createBlock(arguments[0] + "-" + i, TYPE, bytes));
          if (made.size() > random.nextInt(MOST_OBJECTS)) {
            made.remove().free();
          }
          if (i == MOST_OBJECTS) {
            System.out.println("writing");
          }
        }
      }
    }
  }

  /// Looks, for ever.
  static final class Watcher {
    public static void main(String... arguments) {
      while (true) {
        busy();
        System.out.println("looking");
      }
    }
  }

  /// Looks at a scope of its own that has no name.
  static final class OwnWatcher {
    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.anonymous(1)) {
        scope.allocate(TYPE, 1);
        for (int i = 0; i < 10; i++) {
          Inspector.inspect();
        }
        System.out.println("looked " + scope.handle());
        System.in.read();
      }
    }
  }
}
