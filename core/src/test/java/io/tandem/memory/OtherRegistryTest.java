package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.peer.Peers;
import io.tandem.peer.Registry;
import io.tandem.peer.RegistryHeader;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries of other versions, in the place of ours, gone, or damaged.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherRegistryTest {
  private static final long VERSION_AT = 12;
  private static final long FIRST_SLOT_NODE_AT = 64 + 8;

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  /// What a library of the next layout version would make.
  private static Path makeNextVersion(Path registry) throws IOException {
    Path next = registry.resolveSibling("@registry-" + (RegistryHeader.VERSION + 1));
    Files.copy(registry, next);
    overwrite(next, VERSION_AT, RegistryHeader.VERSION + 1);
    return next;
  }

  private static void overwrite(Path file, long offset, int value) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      channel.map(MapMode.READ_WRITE, 0, Registry.BYTES, arena).set(JAVA_INT, offset, value);
    }
  }

  private static Path registry() {
    return SharedDirectory.find().resolve(RegistryFile.NAME);
  }

  @Test
  void anotherVersionOfTheLibraryHasItsOwn() throws Exception {
    try (var scope = SharedScope.create("ours")) {
      byte[] theirs = Files.readAllBytes(makeNextVersion(registry()));
      try (var member = ChildJvm.start(Member.class, "ours")) {
        int owner = Integer.parseInt(member.awaitLine("owner "));
        assertTrue(scope.peers().isAlive(owner));
        member.kill();
        assertTrue(scope.peers().isDead(owner));
      }
      Path other = registry().resolveSibling("@registry-" + (RegistryHeader.VERSION + 1));
      assertEquals(-1, Arrays.mismatch(theirs, Files.readAllBytes(other)));
      scope.unlink();
      Files.delete(other);
    }
  }

  @Test
  void theLastOfOneVersionDoesNotWaitForTheOther() throws Exception {
    try (var member = ChildJvm.start(Member.class)) {
      member.awaitLine("owner ");
      Path next = makeNextVersion(registry());
      member.say("end");
      member.awaitSuccess();
      assertFalse(Files.exists(next.resolveSibling(RegistryFile.NAME)), "ours has gone");
      assertTrue(Files.exists(next), "theirs has not");
      Files.delete(next);
      Files.delete(next.getParent());
    }
  }

  @Test
  void oneOfAnotherVersionInOurPlaceIsRefused() throws Exception {
    try (var member = ChildJvm.start(Member.class)) {
      member.awaitLine("owner ");
      Path registry = registry();
      overwrite(registry, VERSION_AT, RegistryHeader.VERSION + 1);

      var refused =
          assertThrows(MemoryException.Incompatible.class, () -> SharedScope.create("ours"));

      String message = refused.getMessage();
      assertTrue(message.contains(registry.toString()), message);
      assertTrue(
          message.contains("it has layout version " + (RegistryHeader.VERSION + 1)), message);
      assertTrue(message.contains("layout version " + RegistryHeader.VERSION + "."), message);
      member.kill();
      Files.delete(registry);
      Files.delete(registry.getParent());
    }
  }

  @Test
  void aDeletedRegistryStillServesWhoeverHasItAndItsScopesAreRefusedToOthers() throws Exception {
    try (var scope = SharedScope.create("old");
        var member = ChildJvm.start(Member.class, "old")) {
      int owner = Integer.parseInt(member.awaitLine("owner "));
      Files.delete(registry());

      member.kill();
      assertTrue(scope.peers().isDead(owner));
      requireRefused("which is gone: remove the scope");
      try (var maker = ChildJvm.start(Member.class)) {
        maker.awaitLine("owner ");
        requireRefused("it was made under registry " + idOf(scope.peers()));
        requireRefused(idIn(registry()) + ", which is " + registry() + " now");
        maker.kill();
      }
      scope.unlink();
    }
  }

  private static void requireRefused(String why) throws Exception {
    try (var stranger = ChildJvm.start(Member.class, "old")) {
      String message = stranger.awaitLine("refused ");
      assertTrue(message.contains(why), message);
      stranger.awaitSuccess();
    }
  }

  private static String idOf(Peers peers) {
    return ((Registry) peers).id().toString();
  }

  private static String idIn(Path registry) throws IOException {
    try (FileChannel channel = FileChannel.open(registry);
        Arena arena = Arena.ofConfined()) {
      var memory = channel.map(MapMode.READ_ONLY, 0, Registry.BYTES, arena);
      return new UUID(memory.get(JAVA_LONG, 16), memory.get(JAVA_LONG, 24)).toString();
    }
  }

  /// The kernel reads there when the process dies.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, -1, 0x7ffffff0})
  void garbageInItsSlotDoesNotHideADeath(int garbage) throws Exception {
    try (var first = ChildJvm.start(Member.class)) {
      int owner = Integer.parseInt(first.awaitLine("owner "));
      assertEquals(1, owner & 1023, "the first slot");
      Registry registry = RegistryFile.join();
      overwrite(registry(), FIRST_SLOT_NODE_AT, garbage);
      overwrite(registry(), FIRST_SLOT_NODE_AT + 4, garbage);

      first.kill();

      assertTrue(registry.isDead(owner));
    }
  }

  /// Registers: under the registry of a scope, or under the user's.
  static final class Member {
    public static void main(String... arguments) throws Exception {
      try {
        Peers peers =
            arguments.length > 0 ? SharedScope.attach(arguments[0]).peers() : RegistryFile.join();
        System.out.println("owner " + peers.self());
        System.in.read();
      } catch (MemoryException.Incompatible e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }
}
