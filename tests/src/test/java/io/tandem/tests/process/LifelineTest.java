package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tandem.memory.SharedScope;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who ends with whom: no child outlives its parent, and no parent forgets a child.
@Timeout(60)
class LifelineTest {
  private static final String PID = "pid ";

  @TempDir Path directory;

  private final List<ProcessHandle> family = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    family.forEach(ProcessHandle::destroyForcibly);
    SharedScope.anonymous(1).close(); // removes what killed processes left
  }

  @Test
  void aKilledParentTakesChildrenAndGrandchildrenWithIt() throws Exception {
    try (var parent = parent("family")) {
      awaitMembers(parent, 3);
      parent.kill();
      awaitEnd();
    }
  }

  @Test
  void aKilledParentTakesAChildInTheMiddleOfItsExit() throws Exception {
    try (var parent = parent("hangs")) {
      awaitMembers(parent, 1);
      parent.awaitLine("in the hook");
      parent.kill();
      awaitEnd();
    }
  }

  @Test
  void aParentWaitsForAChildThatIsNoDaemon() throws Exception {
    try (var parent = parent("child")) {
      awaitMembers(parent, 1);
      parent.awaitLine("main ends");
      letGo();
      parent.awaitLine("the child ends");
      assertEquals(0, parent.awaitExit());
      awaitEnd();
    }
  }

  @Test
  void aDaemonEndsWithItsParent() throws Exception {
    try (var parent = parent("daemon")) {
      awaitMembers(parent, 1);
      letGo();
      assertEquals(0, parent.awaitExit());
      awaitEnd();
      assertFalse(parent.awaitOutput().contains("the child ends"));
    }
  }

  @Test
  void anExitOfTheParentEndsEvenChildrenThatResist() throws Exception {
    try (var parent = parent("exit")) {
      awaitMembers(parent, 2);
      letGo();
      assertEquals(3, parent.awaitExit());
      awaitEnd();
    }
  }

  @Test
  void anExitDuringAStartIsQuiet() throws Exception {
    try (var parent = parent("start and exit")) {
      assertEquals(List.of("exits"), parent.awaitOutput());
      assertEquals(3, parent.awaitExit());
    }
  }

  @Test
  void aSignalToTheParentEndsItsChildren() throws Exception {
    try (var parent = parent("family")) {
      awaitMembers(parent, 3);
      parent.terminate();
      assertEquals(143, parent.awaitExit());
      awaitEnd();
    }
  }

  private OtherJvm parent(String plan) throws IOException {
    return OtherJvm.java(
        directory,
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Parent.class.getName(),
        plan,
        directory.resolve("go").toString());
  }

  private void awaitMembers(OtherJvm parent, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      long pid = Long.parseLong(parent.awaitLine(PID));
      family.add(ProcessHandle.of(pid).orElseThrow());
    }
  }

  private void awaitEnd() {
    eventually(() -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  /// Lets those go on that wait in [Parent#awaitGo].
  private void letGo() throws IOException {
    Files.createFile(directory.resolve("go"));
  }

  /// The program whose end is watched.
  static final class Parent {
    public static void main(String[] args) throws Exception {
      Path go = Path.of(args[1]);
      String file = args[1];
      switch (args[0]) {
        case "family" -> startFamily();
        case "hangs" -> JvmProcess.start(Parent::hangInExit);
        case "child" -> {
          var child = JvmProcess.start(() -> endWhenLetGo(file));
          System.out.println(PID + child.pid());
        }
        case "daemon" -> {
          JvmProcess.builder().daemon(true).start(Parent::announceAndWait);
          awaitGo(go);
        }
        case "exit" -> {
          JvmProcess.start(Parent::announceAndWait);
          JvmProcess.start(Parent::hangInExit);
          awaitGo(go);
          System.exit(3);
        }
        case "start and exit" -> {
          for (int i = 0; i < 3; i++) {
            JvmProcess.start(Parent::announceAndWait);
          }
          System.out.println("exits");
          System.exit(3);
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
      System.out.println("main ends");
    }

    private static void startFamily() {
      Action grandchild = Parent::announceAndWait;
      JvmProcess.start(Parent::announceAndWait);
      JvmProcess.start(
          () -> {
            JvmProcess.start(grandchild);
            announceAndWait();
          });
    }

    private static void announceAndWait() throws InterruptedException {
      System.out.println(PID + ProcessHandle.current().pid());
      new CountDownLatch(1).await();
    }

    private static void endWhenLetGo(String file) {
      awaitGo(Path.of(file));
      System.out.println("the child ends");
    }

    private static void hangInExit() {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    System.out.println("in the hook");
                    awaitGo(Path.of("/no/such/file"));
                  }));
      System.out.println(PID + ProcessHandle.current().pid());
    }

    private static void awaitGo(Path go) {
      eventually(() -> Files.exists(go));
    }
  }
}
