package io.tandem.demos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.Inspector;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that look at shared memory: what they print, and their exit codes.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InspectingTest {
  private static final long PID = ProcessHandle.current().pid();

  private final PrivateRoot root = PrivateRoot.open();
  private String out = "";
  private String err = "";
  private int exitCode;

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ls, There is no scope in ",
    "locks, Nobody holds a lock or waits for one.",
    "locks --all, There is no lock.",
    "doctor, 'Nothing was left behind, and nothing is wrong.'",
    "doctor --dry-run, 'Nothing was left behind, and nothing is wrong.'",
  })
  void whereNothingIsTheySaySo(String command, String sentence) {
    assertEquals(0, tandem(command));

    assertTrue(out.startsWith(sentence), out);
    assertEquals(1, out.lines().count());
    assertEquals("", err);
  }

  @Test
  void locksNamesHoldersAndDeadlocks() throws Exception {
    try (var scope = SharedScope.create("orders", 1)) {
      SharedLock left = SharedLock.open(scope, "left");
      SharedLock right = SharedLock.open(scope, "right");
      left.lock();
      var other = Thread.ofPlatform().name("other").start(() -> lockBoth(right, left));
      Awaitility.await().until(() -> !Inspector.inspect().waits().isEmpty());

      assertEquals(0, tandem("locks"));
      assertTrue(out.contains("\norders  lock 'left'   held by process 'main' (pid " + PID), out);
      assertTrue(out.contains("thread %d \"other\"".formatted(other.threadId())), out);

      var self = Thread.currentThread();
      var look = Thread.ofPlatform().start(() -> lookAndInterrupt(self));
      assertThrows(InterruptedException.class, right::lockInterruptibly);
      look.join();
      assertTrue(out.contains("\n! 2 threads wait for each other:"), out);
      assertTrue(out.contains("\"other\" waits for lock 'left' of scope orders, held by "), out);
      assertEquals(4, exitCode);
      left.unlock();
      other.join();
      scope.unlink();
    }
  }

  @Test
  void aWaitForALimitedTimeIsNamedAndNoDeadlock() throws Exception {
    try (var scope = SharedScope.create("orders", 1)) {
      SharedLock left = SharedLock.open(scope, "left");
      SharedLock right = SharedLock.open(scope, "right");
      left.lock();
      var other = Thread.ofPlatform().name("other\u001b[2J").start(() -> lockBoth(right, left));
      Awaitility.await().until(() -> !Inspector.inspect().waits().isEmpty());
      var self = Thread.currentThread();
      var look =
          Thread.ofPlatform()
              .start(
                  () -> {
                    Awaitility.await().until(() -> Inspector.inspect().waits().size() == 2);
                    exitCode = tandem("locks");
                    self.interrupt();
                  });
      var end = assertThrows(InterruptedException.class, () -> right.tryLock(1, TimeUnit.HOURS));
      assertEquals(
          "Interrupted while waiting for lock 'right' of scope 'orders'", end.getMessage());
      look.join();
      assertEquals(0, exitCode, out);
      assertTrue(out.contains("\" for a limited time"), out);
      assertTrue(out.contains("\"other\\u001b[2J\""), out);
      assertFalse(out.contains("\u001b[2J"), out);
      left.unlock();
      other.join();
      scope.unlink();
    }
  }

  private void lockBoth(SharedLock first, SharedLock second) {
    first.lock();
    second.lock();
    second.unlock();
    first.unlock();
  }

  private void lookAndInterrupt(Thread waiter) {
    Awaitility.await().until(() -> !Inspector.deadlocks().isEmpty());
    exitCode = tandem("locks");
    waiter.interrupt();
  }

  @Test
  void lsNamesScopesAndProcesses() {
    try (var scope = SharedScope.create("orders", 1);
        var anonymous = SharedScope.anonymous(1)) {
      scope.createBlock("today", ObjectType.RAW, 8);

      assertEquals(0, tandem("ls"));
      assertTrue(out.startsWith("SCOPE "), out);
      assertTrue(out.contains("\norders      65,536  8,448        1  main " + PID), out);
      assertTrue(out.contains("\n(%.8s)  65,536".formatted(anonymous.id())), out);
      assertTrue(out.contains("\nmain     " + PID + "  20"), out);

      assertEquals(0, tandem("ls --json"));
      assertTrue(out.startsWith("{\"directory\":\"" + root.folder()), out);
      assertTrue(out.contains("\"scopes\":[{\"name\":\"orders\",\"id\":\"" + scope.id()), out);
      assertTrue(out.contains("\"bytes\":65536,\"usedBytes\":8448,\"objects\":1,"), out);
      assertTrue(out.contains("\"attached\":[{\"pid\":%d,\"peer\":{\"slot\":".formatted(PID)), out);
      assertTrue(out.contains("\"name\":\"main\",\"alive\":true}]"), out);
      assertTrue(out.endsWith("\"problems\":[]}\n"), out);
      scope.unlink();
    }
  }

  @Test
  void showTellsWhatIsInAScope() {
    try (var scope = SharedScope.create("orders", 1)) {
      scope.createBlock("today", new ObjectType("prices", 2), 800);
      scope.allocate(ObjectType.RAW, 10);

      assertEquals(0, tandem("show orders"));
      assertTrue(out.contains("scope     orders\n"), out);
      assertTrue(out.contains("made by   pid " + PID), out);
      assertTrue(out.contains("lock      free; taken 2 times\n"), out);
      assertTrue(out.contains("attached  main " + PID + " (as far as /proc shows)\n"), out);
      assertTrue(out.contains(" 8,192    800  prices 2  today"), out);
      assertTrue(out.contains("     10  raw 1     -"), out);

      assertEquals(0, tandem("show orders --json"));
      assertTrue(
          out.contains(
              "{\"name\":\"today\",\"tag\":\"prices\",\"version\":2,\"bytes\":800,\"offset\":8192,"
                  + "\"details\":null}"),
          out);
      assertTrue(out.contains("\"lock\":{\"holder\":null,\"thread\":0,\"waiters\":false,"), out);
      scope.unlink();
    }
  }

  @Test
  void showFindsAnAnonymousScopeByItsId() {
    try (var scope = SharedScope.anonymous(1)) {
      String id = scope.id().toString().substring(0, 8);

      assertEquals(0, tandem("show " + id));
      assertTrue(out.contains("There is no object in it."), out);
      assertEquals(2, tandem("rm " + id));
      assertEquals(
          "tandem: Scope (%s) is anonymous: it goes with its last process.%n".formatted(id), err);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"show nonsense", "rm nonsense", "rm --force nonsense"})
  void anUnknownNameIsAnsweredWithWhatIsThere(String command) {
    assertEquals(2, tandem(command));
    assertEquals("tandem: There is no scope 'nonsense'. There is none at all.\n", err);
    try (var orders = SharedScope.create("orders", 1);
        var quotes = SharedScope.create("quotes", 1)) {
      assertEquals(2, tandem(command));
      assertEquals("tandem: There is no scope 'nonsense'. There is: orders, quotes.\n", err);
      assertEquals("", out);
      orders.unlink();
      quotes.unlink();
    }
  }

  @Test
  void rmRefusesWhileSomebodyHasTheScope() {
    try (var _ = SharedScope.create("orders", 1)) {
      assertEquals(4, tandem("rm orders"));
      assertEquals(
          "tandem: Scope 'orders' is attached by: main %d. End them first, or use --force.%n"
              .formatted(PID),
          err);
      assertEquals(0, tandem("rm --force orders"));
      assertFalse(SharedScope.unlink("orders"));
    }
  }

  @Test
  void whatAKilledProcessLeavesIsSeenAndRemoved() throws Exception {
    try (var user = ChildJvm.start(User.class)) {
      user.awaitLine("ready");
      assertEquals(4, tandem("rm orders"));
      user.kill();
    }
    assertEquals(4, tandem("doctor --dry-run"));
    assertTrue(out.startsWith("removable: " + root.folder()), out);
    assertTrue(out.contains("kept: No living process has scope 'orders' attached."), out);

    assertEquals(0, tandem("doctor"));
    assertTrue(out.startsWith("removed: " + root.folder()), out);
    assertEquals(0, tandem("show orders"));
    assertTrue(out.contains("attached  nobody"), out);

    assertEquals(0, tandem("rm --json orders"));
    assertTrue(out.startsWith("{\"name\":\"orders\",\"file\":\"" + root.folder()), out);
    assertEquals(0, root.folder().toFile().list().length, "the registry is gone, too");
    assertEquals(0, tandem("doctor --json"));
    assertTrue(out.startsWith("{\"healthy\":true,\"findings\":[]}"), out);
  }

  @Test
  void doctorRemovesTheSocketsOfListenersThatWereKilled() throws Exception {
    Path directory = Files.createTempDirectory("tandem-");
    Path socket = directory.resolve("listener");
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket));
    }
    String found = socket + " was left by a listener that was killed.";

    assertEquals(4, tandem("doctor --dry-run"));
    assertTrue(out.contains("removable: " + found), out);
    assertEquals(0, tandem("doctor"));
    assertTrue(out.contains("removed: " + found), out);
    assertFalse(Files.exists(directory));
  }

  @Test
  void aDamagedScopeNeedsAttention() throws Exception {
    try (var scope = SharedScope.create("damaged", 1)) {
      Path file = root.folder().resolve(root.list().getLast());
      Files.write(file, new byte[10]);

      assertEquals(0, tandem("ls"));
      assertTrue(out.contains("! Cannot attach to " + file + ": it has 10 bytes"), out);
      assertEquals(4, tandem("show damaged"));
      assertEquals(4, tandem("doctor"));
      assertTrue(out.startsWith("needs attention: "), out);
      scope.unlink();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "show", "doctor", "rm"})
  void theirHelpNamesTheExitCodes(String command) {
    assertEquals(0, tandem(command + " --help"));
    assertTrue(out.contains("  4     something in shared memory needs attention"), out);
  }

  private int tandem(String arguments) {
    var newOut = new StringWriter();
    var newErr = new StringWriter();
    int exitCode =
        Tandem.commandLine()
            .setOut(new PrintWriter(newOut))
            .setErr(new PrintWriter(newErr, true))
            .execute(arguments.split(" "));
    out = newOut.toString();
    err = newErr.toString();
    return exitCode;
  }

  /// Has a named scope and an anonymous one.
  static final class User {
    public static void main(String... arguments) throws Exception {
      try (var named = SharedScope.open("orders");
          var anonymous = SharedScope.anonymous(1)) {
        named.allocate(ObjectType.RAW, 10);
        anonymous.allocate(ObjectType.RAW, 10);
        System.out.println("ready");
        System.in.read();
      }
    }
  }
}
