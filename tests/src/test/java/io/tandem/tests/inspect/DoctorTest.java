package io.tandem.tests.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.inspect.Finding;
import io.tandem.inspect.Finding.Kind;
import io.tandem.inspect.Finding.Outcome;
import io.tandem.memory.Doctor;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The doctor removes what the dead left, and nothing that a living process uses.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoctorTest {
  private static final ObjectType TYPE = new ObjectType("thing", 1);

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Dtandem.robust=true", "-Dtandem.robust=false", "-Dtandem.portable=true"})
  void whenAllWereKilledNothingIsLeft(String flag) throws Exception {
    try (var one = ChildJvm.start(List.of(flag), User.class);
        var other = ChildJvm.start(List.of(flag), User.class)) {
      one.awaitLine("ready");
      other.awaitLine("ready");
      assertEquals(List.of(), Doctor.examine(true), "both live");
      one.kill();
      other.kill();
    }
    List<String> left = root.list();
    List<Kind> all = List.of(Kind.ABANDONED_FILE, Kind.ABANDONED_FILE, Kind.IDLE_SCOPE);

    assertEquals(all, kinds(Doctor.examine(false)));
    assertEquals(left, root.list(), "only told");
    assertEquals(all, kinds(Doctor.examine(true)));
    assertEquals(List.of(Kind.IDLE_SCOPE), kinds(Doctor.examine(true)), "never removed");

    Files.delete(root.folder().resolve(root.list().getFirst()).resolve("shared"));
    Finding registry = Doctor.examine(false).getFirst();
    assertEquals(Kind.UNUSED_REGISTRY, registry.kind());
    assertEquals(Outcome.REMOVABLE, registry.outcome());
    assertEquals(Outcome.REMOVED, Doctor.examine(true).getFirst().outcome());
    assertEquals(List.of(), everything(root.folder()));
    assertEquals(List.of(), Doctor.examine(true));
  }

  @Test
  void theLastScopeTakesTheRegistryWithIt() throws Exception {
    try (var user = ChildJvm.start(List.of(), User.class)) {
      user.awaitLine("ready");
      user.kill();
    }
    assertEquals(1, Doctor.examine(true).stream().filter(DoctorTest::isAbandoned).count());

    assertTrue(SharedScope.unlink("shared"));

    assertEquals(List.of(), everything(root.folder()));
  }

  private static boolean isAbandoned(Finding finding) {
    return finding.kind() == Kind.ABANDONED_FILE;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Dtandem.robust=true", "-Dtandem.robust=false", "-Dtandem.portable=true"})
  void whatAStoppedProcessUsesStays(String flag) throws Exception {
    try (var user = ChildJvm.start(List.of(flag), User.class)) {
      user.awaitLine("ready");
      signal("STOP", user);
      List<Path> before = everything(root.folder());

      assertEquals(List.of(), Doctor.examine(true));

      assertEquals(before, everything(root.folder()));
      signal("CONT", user);
      user.say("end");
      user.awaitSuccess();
    }
    assertTrue(SharedScope.unlink("shared"));
  }

  @Test
  void openingAScopeThatIsThereSweepsToo() throws Exception {
    try (var user = ChildJvm.start(User.class)) {
      user.awaitLine("ready");
      user.kill();
    }
    assertEquals(3, root.list().size(), "the directory, the named scope, and an anonymous one");

    try (var scope = SharedScope.open("shared")) {
      assertEquals(2, root.list().size());
      scope.unlink();
    }
  }

  @Test
  void theDirectoryOfAnotherUserIsNotTouched() throws IOException {
    Path other = Files.createDirectory(root.folder().resolve("tandem-65533"));
    Path left = Files.createFile(other.resolve(".0123456789abcdef"));

    assertEquals(List.of(), Doctor.examine(true));

    assertTrue(Files.exists(left));
    Files.delete(left);
    Files.delete(other);
  }

  @Test
  void aRegistryThatWasDeletedWhileInUseIsReported() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")), "elsewhere nobody can tell");
    try (var user = ChildJvm.start(User.class)) {
      user.awaitLine("ready");
      for (Path file : everything(root.folder())) {
        if (Files.isRegularFile(file)) {
          Files.delete(file); // as systemd-logind does when the user has logged out
        }
      }

      Finding found = Doctor.examine(true).getFirst();
      assertEquals(Kind.DELETED_REGISTRY, found.kind());
      assertEquals(Outcome.NEEDS_ATTENTION, found.outcome());
      assertTrue(found.text().contains("[" + user.process().pid() + "]"), found::text);
      assertTrue(found.text().contains("RemoveIPC=no"), found::text);
    }
    assertEquals(List.of(), Doctor.examine(true));
  }

  @Test
  void aDamagedScopeIsReportedAndStays() throws IOException {
    try (var scope = SharedScope.create("damaged", 1)) {
      Path file = root.folder().resolve(root.list().getLast());
      Files.write(file, new byte[100]);

      Finding found = Doctor.examine(true).getFirst();
      assertEquals(Kind.BAD_SCOPE, found.kind());
      assertTrue(found.text().contains("it has 100 bytes"), found::text);
      assertTrue(found.text().endsWith("Remove it with: tandem rm damaged"), found::text);
      assertTrue(Files.exists(file));
      scope.unlink();
    }
  }

  @Test
  void theRegistryOfWhoeverAsksStays() throws IOException {
    try (var scope = SharedScope.create("brief", 1)) {
      scope.createBlock("object", TYPE, 1);
      scope.unlink();
    }
    List<Path> before = everything(root.folder());
    assertFalse(before.isEmpty());

    assertEquals(List.of(), Doctor.examine(true));
    assertEquals(before, everything(root.folder()));
  }

  private static List<Kind> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).toList();
  }

  private static List<Path> everything(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.skip(1).sorted().toList();
    }
  }

  private static void signal(String name, ChildJvm child) throws Exception {
    String kill = Tools.require("kill").toString();
    String pid = Long.toString(child.process().pid());
    assertEquals(0, new ProcessBuilder(kill, "-" + name, pid).start().waitFor());
  }

  /// Uses an anonymous scope and a named one until it is told to end.
  static final class User {
    public static void main(String... arguments) throws Exception {
      try (var anonymous = SharedScope.anonymous(1);
          var named = SharedScope.open("shared")) {
        anonymous.allocate(TYPE, 10);
        named.allocate(TYPE, 10);
        System.out.println("ready");
        System.in.read();
        named.allocate(TYPE, 10);
      }
    }
  }
}
