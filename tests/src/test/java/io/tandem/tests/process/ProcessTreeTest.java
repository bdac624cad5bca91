package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.ExitStatus.Signaled;
import io.tandem.process.JvmProcess;
import io.tandem.process.ProcessView;
import io.tandem.process.Signal;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a process knows of itself, its parent and its children.
@Timeout(60)
class ProcessTreeTest {
  @Test
  void aTaskWritesIntoTheMemoryItCaptured() throws Exception {
    SharedBlock block = SharedScope.ofProcessTree().allocate(ObjectType.RAW, 8);
    try (var child = JvmProcess.start(() -> block.segment().set(ValueLayout.JAVA_LONG, 0, 42))) {
      assertEquals(new Exited(0), child.join());
    }
    assertEquals(42, block.segment().get(ValueLayout.JAVA_LONG, 0));
    block.free();
  }

  @Test
  void aChildKnowsItsNameItsPidAndItsParent() throws Exception {
    try (var child =
        JvmProcess.builder()
            .name("a child")
            .stdout(Redirect.PIPE)
            .start(
                () ->
                    System.out.println(JvmProcess.current() + ", " + JvmProcess.parent().get()))) {
      child.join();
      assertEquals("a child", child.name());
      assertEquals(
          "a child (pid %d), MainProcess (pid %d)"
              .formatted(child.pid(), ProcessHandle.current().pid()),
          child.stdout().strip());
    }
  }

  @Test
  void namesShowThePlaceInTheTree() throws Exception {
    try (var child =
        JvmProcess.builder().stdout(Redirect.PIPE).start(ProcessTreeTest::printNamesOfChildren)) {
      child.join();
      assertTrue(child.name().matches("Process-\\d+"), child.name());
      assertEquals("%s:1 other %s:3 ".formatted(child.name(), child.name()), child.stdout());
    }
  }

  private static void printNamesOfChildren() {
    try (var first = JvmProcess.start(() -> {});
        var second = JvmProcess.start("other", () -> {});
        var third = JvmProcess.start(() -> {})) {
      System.out.print(first.name() + " " + second.name() + " " + third.name() + " ");
    }
  }

  @Test
  void aProcessCannotWaitForItself() {
    ProcessView self = JvmProcess.current();

    var refused = assertThrows(IllegalStateException.class, self::join);

    assertEquals(
        "Cannot wait for the end of %s: it is the process that would wait. ".formatted(self)
            + "Ask the process that has started it.",
        refused.getMessage());
  }

  @Test
  void theMainProcessHasNoParent() {
    assertEquals(Optional.empty(), JvmProcess.parent());
    ProcessView current = JvmProcess.current();
    assertEquals("MainProcess", current.name());
    assertEquals(ProcessHandle.current().pid(), current.pid());
    assertTrue(current.isAlive());
    assertThrows(IllegalStateException.class, current::join);
  }

  @Test
  void childrenAreThoseThatRun() throws Exception {
    try (var child = JvmProcess.start(ProcessTreeTest::waitForEver)) {
      assertTrue(JvmProcess.children().contains(child));
      assertTrue(child.isAlive());
      assertEquals(Optional.empty(), child.exitStatus());
      assertEquals(
          "process '%s' (pid %d, running)".formatted(child.name(), child.pid()), child.toString());

      child.kill();
      child.join();

      assertFalse(JvmProcess.children().contains(child));
      assertFalse(child.isAlive());
      assertEquals(Optional.of(new Signaled(Signal.KILL.number())), child.exitStatus());
      assertEquals(
          "process '%s' (pid %d, ended with signal 9 (SIGKILL))"
              .formatted(child.name(), child.pid()),
          child.toString());
    }
  }

  @Test
  void aTimedJoinTellsWhetherTheProcessHasEnded() throws Exception {
    try (var child = JvmProcess.start(ProcessTreeTest::waitForEver)) {
      assertFalse(child.join(Duration.ZERO));
      assertFalse(child.join(Duration.ofSeconds(-1)));
      assertFalse(child.join(Duration.ofMillis(1)));
      child.kill();
      assertTrue(child.join(Duration.ofSeconds(30)));
      assertTrue(child.join(Duration.ZERO));
    }
  }

  @Test
  void onExitCompletesAndCannotBeForged() throws Exception {
    try (var child = JvmProcess.start(ProcessTreeTest::waitForEver)) {
      child.onExit().complete(new Exited(0));
      assertTrue(child.isAlive());
      var end = child.onExit();
      child.terminate();
      assertEquals(new Signaled(Signal.TERM.number()), end.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void endingAProcessThatHasEndedDoesNothing() throws Exception {
    try (var child = JvmProcess.start(() -> {})) {
      child.join();
      child.terminate();
      child.kill();
      assertEquals(Optional.of(new Exited(0)), child.exitStatus());
    }
  }

  @Test
  void anInterruptedCloseEndsTheProcess() throws Exception {
    var child = JvmProcess.start(ProcessTreeTest::waitForEver);
    eventually(child::reachedTask);
    Thread.currentThread().interrupt();
    child.close();
    assertTrue(Thread.interrupted());
    assertEquals(Optional.of(new Signaled(Signal.TERM.number())), child.exitStatus());
  }

  private static void waitForEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void aStaticInitialiserOfAChildCannotStartAProcess() throws Exception {
    try (var child =
        JvmProcess.builder()
            .name("breeder")
            .stderr(Redirect.PIPE)
            .start(() -> System.out.println(Breeder.CHILD))) {
      assertEquals(new Exited(1), child.join());
      assertTrue(
          child
              .stderr()
              .contains(
                  "Cannot make a process in the static initialiser of %s: process 'breeder' runs it"
                      .formatted(Breeder.class.getName())),
          child::stderr);
    }
  }

  private static final class Breeder {
    static final JvmProcess CHILD = JvmProcess.start(() -> {});
  }
}
