package io.tandem.tests.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tandem.manager.Manager;
import io.tandem.manager.ManagerClosedException;
import io.tandem.manager.ManagerDiedException;
import io.tandem.manager.ManagerRefusedException;
import io.tandem.manager.ManagerServer;
import io.tandem.memory.SharedScope;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.queue.SharedQueue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A server in a JVM of its own, and clients in others.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManagerAcrossTest {
  private static final ExitStatus DONE = new ExitStatus.Exited(0);

  private static Manager start() throws InterruptedException {
    return Manager.builder().register(Tally.class, Tally.Sum::new).start();
  }

  @Test
  void aProxyThatATaskCapturedIsOfTheSameObject() throws Exception {
    try (var manager = start()) {
      Tally tally = manager.create(Tally.class);
      assertEquals(DONE, JvmProcess.start(() -> tally.add(40)).join());
      assertEquals(42, tally.add(2));
    }
  }

  @Test
  void aProxyTravelsOverAQueueAndThroughOtherObjects() throws Exception {
    SharedQueue<Tally> queue = SharedQueue.create();
    try (var manager = start()) {
      Tally tally = manager.create(Tally.class);
      tally.keep(List.of(tally.child()));
      queue.put(tally);
      var child =
          JvmProcess.start(
              () -> {
                Tally mine = queue.take();
                Tally nested = (Tally) ((List<?>) mine.kept()).getFirst();
                nested.add(5);
                mine.child().add(6);
              });
      assertEquals(DONE, child.join());
      assertEquals(11, tally.child().add(0));
    } finally {
      queue.free();
    }
  }

  @Test
  void aBlockedCallIsEndedByAnotherProcess() throws Exception {
    try (var manager = start()) {
      Tally tally = manager.create(Tally.class);
      var child = JvmProcess.start(() -> tally.add(9));
      tally.awaitAtLeast(9);
      assertEquals(DONE, child.join());
    }
  }

  @Test
  void callsOnAKilledServerSayThatItDied() throws Exception {
    try (var manager = start()) {
      Tally tally = manager.create(Tally.class);
      JvmProcess server = manager.process().orElseThrow();
      var waiting = Thread.ofVirtual().unstarted(() -> server.kill());
      waiting.start();
      assertThrows(ManagerDiedException.class, () -> tally.awaitAtLeast(1));
      var thrown = assertThrows(ManagerDiedException.class, () -> tally.add(1));
      assertTrue(thrown.getMessage().startsWith("Cannot call Tally.add: manager '"));
      waiting.join();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aServerOutlastsAnInterruptOfTheTerminal() throws Exception {
    assumeFalse(Boolean.getBoolean("tandem.portable"), "it takes a native call");
    try (var manager = start()) {
      Tally tally = manager.create(Tally.class);
      JvmProcess server = manager.process().orElseThrow();
      server.interrupt();
      server.interrupt();
      assertEquals(7, tally.add(7));
      assertEquals(DONE, JvmProcess.start(() -> tally.add(1)).join());
      assertEquals(8, tally.add(0));
      assertTrue(server.isAlive());
    }
  }

  @Test
  void aServerThatNobodyClosesLeavesNoFileWhenItsProgramExits() throws Exception {
    String name = "unclosed-" + ProcessHandle.current().pid();
    assertEquals(DONE, JvmProcess.start(() -> serveUnclosed(name)).join());
    assertFalse(SharedScope.unlink("manager-" + name));
  }

  private static void serveUnclosed(String name) throws Exception {
    ManagerServer server = Manager.builder().name(name).serve();
    assertEquals(name, server.name());
  }

  @Test
  void aClosedManagerEndsItsServer() throws Exception {
    Manager manager = start();
    Tally tally = manager.create(Tally.class);
    manager.close();
    assertEquals(DONE, manager.process().orElseThrow().join());
    assertFalse(manager.isOpen());
    assertThrows(ManagerClosedException.class, () -> tally.add(1));
  }

  @Test
  void aNamedServerIsFoundByItsName() throws Exception {
    String name = "across-" + ProcessHandle.current().pid();
    try (var owner = Manager.builder().name(name).register(Tally.class, Tally.Sum::new).start()) {
      owner.open("t", Tally.class).add(1);
      var child =
          JvmProcess.start(
              () -> {
                try (var manager = Manager.connect(name)) {
                  manager.open("t", Tally.class).add(1);
                }
              });
      assertEquals(DONE, child.join());
      assertEquals(2, owner.open("t", Tally.class).add(0));
      var taken = assertThrows(ManagerRefusedException.class, Manager.builder().name(name)::serve);
      assertTrue(taken.getMessage().contains("serves under this name"), taken.getMessage());
    }
    assertThrows(ManagerRefusedException.class, () -> Manager.connect(name));
  }

  @Test
  void aServerStartsAgainAtOnceUnderTheSameName() throws Exception {
    String name = "again-" + ProcessHandle.current().pid();
    for (int i = 0; i < 20; i++) {
      try (var server = Manager.builder().name(name).register(Tally.class, Tally.Sum::new).serve();
          var manager = Manager.connect(name)) {
        assertEquals(1, manager.open("t", Tally.class).add(1), server.name());
      }
    }
  }

  @Test
  void aServerThatIsKilledIsReplacedUnderTheSameName() throws Exception {
    String name = "killed-" + ProcessHandle.current().pid();
    for (int i = 0; i < 3; i++) {
      var builder = Manager.builder().name(name).register(Tally.class, Tally.Sum::new);
      try (var owner = builder.start();
          var manager = Manager.connect(name)) {
        assertEquals(1, manager.open("t", Tally.class).add(1));
        JvmProcess server = owner.process().orElseThrow();
        server.kill();
        server.join();
      }
    }
    try (var last = Manager.builder().name(name).serve()) {
      assertEquals(0, last.clients());
    }
  }

  @Test
  void aServerThatCannotMakeItsObjectsSaysWhy() {
    var thrown =
        assertThrows(
            ManagerRefusedException.class,
            () ->
                Manager.builder()
                    .listen(java.net.UnixDomainSocketAddress.of("/proc/none/socket"))
                    .start());
    assertTrue(thrown.getMessage().startsWith("The manager did not start"), thrown.getMessage());
  }
}
