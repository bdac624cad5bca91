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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

  @Test
  void oneCleansUpAfterEachOfTheDead() throws Exception {
    Registry registry = RegistryFile.join();
    registry.cleanUp(_ -> {});
    try (var member = ChildJvm.start(Member.class);
        var other = ChildJvm.start(Member.class)) {
      int first = Integer.parseInt(member.awaitLine("owner "));
      int second = Integer.parseInt(other.awaitLine("owner "));
      assertEquals(0, registry.cleanUp(_ -> {}));
      member.kill();
      other.kill();

      var cleaned = new ConcurrentLinkedQueue<Integer>();
      try (var cleaners = Executors.newFixedThreadPool(4)) {
        for (int i = 0; i < 4; i++) {
          cleaners.execute(() -> registry.cleanUp(cleaned::add));
        }
      }

      assertEquals(2, cleaned.size());
      assertEquals(Set.of(first, second), Set.copyOf(cleaned));
    }
  }

  @Test
  void aCleanerThatDiesIsReplaced() throws Exception {
    Registry registry = RegistryFile.join();
    registry.cleanUp(_ -> {});
    try (var member = ChildJvm.start(Member.class)) {
      int owner = Integer.parseInt(member.awaitLine("owner "));
      member.kill();
      try (var cleaner = ChildJvm.start(HangingCleaner.class)) {
        assertEquals(owner, Integer.parseInt(cleaner.awaitLine("cleans ")));
        assertEquals(0, registry.cleanUp(_ -> {}), "somebody alive does it");
        cleaner.kill();
      }
      var cleaned = new ArrayList<Integer>();
      registry.cleanUp(cleaned::add);

      assertEquals(2, cleaned.size());
      assertTrue(cleaned.contains(owner));
    }
  }

  static final class HangingCleaner {
    public static void main(String... arguments) throws Exception {
      RegistryFile.join()
          .cleanUp(
              owner -> {
                System.out.println("cleans " + owner);
                LockSupport.park();
              });
    }
  }

  static final class Member {
    public static void main(String... arguments) throws Exception {
      System.out.println("owner " + RegistryFile.join().self());
      System.in.read();
    }
  }
}
