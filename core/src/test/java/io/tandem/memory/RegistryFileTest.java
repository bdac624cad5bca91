package io.tandem.memory;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.peer.Registry;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is alive, as real processes see of each other.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegistryFileTest {
  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Dtandem.robust=true", "-Dtandem.robust=false", "-Dtandem.portable=true"})
  void aKilledProcessIsDeadAndAnotherIsNot(String flag) throws Exception {
    Registry registry = RegistryFile.join();
    try (var one = ChildJvm.start(List.of(flag), Member.class);
        var other = ChildJvm.start(List.of(flag), Member.class)) {
      int first = Integer.parseInt(one.awaitLine("owner "));
      int second = Integer.parseInt(other.awaitLine("owner "));
      assertNotEquals(first, second);
      assertTrue(registry.isAlive(first));
      assertTrue(registry.isAlive(second));
      assertEquals(3, registry.peers().size());

      one.process().destroyForcibly();
      while (registry.isAlive(first)) {
        Thread.onSpinWait();
      }
      registry.awaitStopped(first);

      assertTrue(registry.isAlive(second));
      assertTrue(registry.isAlive(registry.self()));
      assertEquals(2, registry.peers().size());
    }
  }

  @Test
  void aProcessThatExitsIsDeadAsWell() throws Exception {
    Registry registry = RegistryFile.join();
    try (var member = ChildJvm.start(Member.class)) {
      int owner = Integer.parseInt(member.awaitLine("owner "));
      assertTrue(registry.isAlive(owner));

      member.say("exit");
      member.awaitSuccess();

      assertFalse(registry.isAlive(owner));
      assertTrue(registry.describe(owner).contains("'main' (pid " + member.process().pid() + ")"));
    }
  }

  @Test
  void whoIsStoppedWhileItClaimsASlotStopsNobodysExit() throws Exception {
    Path file = SharedDirectory.ofUser().resolve(RegistryFile.NAME);
    try (var member = ChildJvm.start(Member.class)) {
      String _ = member.awaitLine("owner ");
      try (var channel = FileChannel.open(file, READ, WRITE);
          var claimer = OpenFile.of(file, channel)) {
        claimer.lock(OpenFile.CLAIMS);
        member.say("exit");
        member.awaitSuccess();
      }
    }
    assertTrue(Files.exists(file));

    try (var next = ChildJvm.start(Member.class)) {
      next.say("exit");
      next.awaitSuccess();
    }

    assertFalse(Files.exists(file), "the next one removes it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dtandem.robust=true", "-Dtandem.robust=false"})
  void aDeathIsToldOnceAlsoToWhoAsksAfterwards(String flag) throws Exception {
    Registry registry = RegistryFile.join();
    try (var member = ChildJvm.start(List.of(flag), Member.class)) {
      int owner = Integer.parseInt(member.awaitLine("owner "));
      var told = new LinkedBlockingQueue<String>();
      registry.onDeath(owner, () -> told.add("before"));
      registry.onDeath(registry.self(), () -> told.add("never"));

      member.kill();

      assertEquals("before", told.take());
      registry.onDeath(owner, () -> told.add("after"));
      assertEquals("after", told.take());
      assertEquals(List.of(), List.copyOf(told));
    }
  }

  static final class Member {
    public static void main(String... arguments) throws Exception {
      System.out.println("owner " + RegistryFile.join().self());
      System.in.read();
    }
  }
}
