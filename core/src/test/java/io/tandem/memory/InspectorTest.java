package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.LockView.Condition;
import io.tandem.inspect.ObjectView;
import io.tandem.inspect.ScopeContents;
import io.tandem.inspect.ScopeView;
import io.tandem.inspect.UserView;
import io.tandem.ring.BroadcastRing;
import io.tandem.ring.BroadcastView;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingView;
import io.tandem.tests.PrivateRoot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A look from outside sees what is there, whatever state it is in, and changes nothing.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InspectorTest {
  private static final ObjectType TYPE = new ObjectType("prices", 3);

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @Test
  void whereNothingIsNothingIsSeenAndNothingMade() {
    UserView user = Inspector.inspect();

    assertEquals(List.of(), user.scopes());
    assertEquals(List.of(), user.peers());
    assertEquals(List.of(), user.problems());
    assertFalse(Files.exists(user.directory()));
  }

  @Test
  void namedAndUnnamedObjectsAreSeenUntilTheyAreFreed() {
    try (var scope = SharedScope.create("orders", 100_000)) {
      SharedBlock named = scope.createBlock("today", TYPE, 800);
      SharedBlock unnamed = scope.allocate(ObjectType.RAW, 10);

      ScopeContents seen = contents("orders");
      assertEquals(scope.id(), seen.id());
      assertEquals(ProcessHandle.current().pid(), seen.creator().pid());
      assertEquals(
          List.of(
              object(Optional.of("today"), "prices", 3, 800, named.offset()),
              object(Optional.empty(), "raw", 1, 10, unnamed.offset())),
          seen.objects());
      assertEquals(seen.space().bytes(), seen.space().usedBytes() + seen.space().freeBytes());

      named.free();
      assertEquals(1, contents("orders").objects().size());
      assertTrue(contents("orders").space().usedBytes() < seen.space().usedBytes());
      scope.unlink();
    }
  }

  @Test
  void aScopeThatHasGrownIsSeenWhole() {
    try (var scope = SharedScope.create("grown", 1)) {
      scope.allocate(TYPE, 3_000_000);
      scope.allocate(TYPE, 5_000_000);

      ScopeContents seen = contents("grown");
      assertEquals(3, seen.space().segments());
      assertEquals(2, seen.objects().size());
      scope.unlink();
    }
  }

  @Test
  void anAnonymousScopeHasNoName() {
    try (var scope = SharedScope.anonymous(100)) {
      ScopeView seen = Inspector.inspect().scopes().getFirst();

      assertEquals(Optional.empty(), seen.name());
      assertEquals(scope.id(), seen.contents().orElseThrow().id());
    }
  }

  @Test
  void whoHasAScopeAttachedIsNamed() {
    try (var scope = SharedScope.create("mine", 1)) {
      var attached = scope("mine").attached();

      // Elsewhere than on Linux nobody can tell.
      attached.ifPresent(
          processes -> {
            assertEquals(1, processes.size());
            assertEquals(ProcessHandle.current().pid(), processes.getFirst().pid());
            assertEquals("main", processes.getFirst().peer().orElseThrow().name());
          });
      scope.unlink();
    }
  }

  @Test
  void whoHoldsTheLockIsNamed() {
    try (var scope = SharedScope.create("locked", 1)) {
      scope.createBlock(
          "slow",
          TYPE,
          8,
          _ -> {
            var lock = contents("locked").lock();
            assertEquals(ProcessHandle.current().pid(), lock.holder().orElseThrow().pid());
            assertTrue(lock.holder().get().alive());
            assertEquals(List.of(), contents("locked").objects(), "half made");
          });

      assertEquals(Optional.empty(), contents("locked").lock().holder());
      assertEquals(Condition.CONSISTENT, contents("locked").lock().condition());
      scope.unlink();
    }
  }

  @Test
  void aRingSaysHowFullItIsAndWhoUsesIt() {
    try (var scope = SharedScope.create("ring", 1)) {
      var ring = OneToOneRing.open(scope, "fills", 4096);
      try (var producer = ring.producer();
          var _ = ring.consumer()) {
        for (int i = 0; i < 3; i++) {
          producer.commit(producer.tryClaim(1, 100));
        }
        String self = "process 'main' (pid %d)".formatted(ProcessHandle.current().pid());
        assertEquals(
            "3 messages pending, 336 of 4096 bytes; from %s; to %s".formatted(self, self),
            ring("ring").text());
      }

      assertEquals(List.of(), ring("ring").producers());
      assertEquals(Optional.empty(), ring("ring").consumer());
      assertEquals(ring.view(), ring("ring"));
      scope.unlink();
    }
  }

  @Test
  void aBroadcastRingSaysHowMuchWasSent() {
    try (var scope = SharedScope.create("news", 1);
        var producer = BroadcastRing.open(scope, "all", 4096).producer()) {
      producer.send(1, new SegmentBuffer(MemorySegment.ofArray(new byte[8])), 0, 8);

      var view = (BroadcastView) contents("news").objects().getFirst().details().orElseThrow();
      assertEquals(
          "16 bytes sent, ring of 4096; from process 'main' (pid %d)"
              .formatted(ProcessHandle.current().pid()),
          view.text());
      scope.unlink();
    }
  }

  @Test
  void anObjectOfAnybodysTypeIsViewedByItsOwner() {
    try (var scope = SharedScope.create("clocks", 1)) {
      SharedBlock clock = scope.createBlock("clock", ClockViewer.TYPE, 16);
      clock.segment().set(JAVA_LONG, 0, scope.peers().self());
      clock.segment().set(JAVA_LONG, 8, 12);
      scope.allocate(ClockViewer.TYPE, 8);

      List<ObjectView> seen = contents("clocks").objects();
      assertEquals(
          "process 'main' (pid %d) at 12".formatted(ProcessHandle.current().pid()),
          seen.getFirst().details().orElseThrow().text());
      assertEquals(Optional.empty(), seen.getLast().details(), "its viewer failed");
      scope.unlink();
    }
  }

  @Test
  void lookingChangesNeitherBytesNorTimes() throws IOException {
    try (var scope = SharedScope.create("still", 1);
        var anonymous = SharedScope.anonymous(1)) {
      scope.createBlock("object", TYPE, 100);
      List<Path> files;
      try (var list = Files.list(scope("still").file().getParent())) {
        files = list.toList();
      }
      assertEquals(3, files.size(), "two scopes and the registry");
      var past = FileTime.from(Instant.EPOCH);
      for (Path file : files) {
        Files.setLastModifiedTime(file, past);
      }
      var changed = files.stream().map(InspectorTest::changed).toList();
      var before = files.stream().map(InspectorTest::bytes).toList();

      for (int i = 0; i < 10; i++) {
        assertEquals(2, Inspector.inspect().scopes().size());
      }

      for (int i = 0; i < before.size(); i++) {
        assertArrayEquals(before.get(i), bytes(files.get(i)));
      }
      assertEquals(changed, files.stream().map(InspectorTest::changed).toList());
      assertFalse(anonymous.directory().iterator().hasNext());
      scope.unlink();
    }
  }

  @Test
  void aDamagedScopeIsListedWithWhatIsWrong() {
    assertProblem("its state is 0x0", file -> file.set(JAVA_INT, ScopeLayout.STATE_AT, 0));
    assertProblem("layout version 77", file -> file.set(JAVA_INT, ScopeLayout.VERSION_AT, 77));
    assertProblem("its checksum is", file -> file.set(JAVA_LONG, ScopeLayout.ID_LOW_AT, 1));
    assertProblem(
        "It says it has 65 segments, and 1 are whole.",
        file -> file.set(JAVA_INT, ScopeLayout.SEGMENT_COUNT_AT, 65));
    assertProblem(
        "Its segment 0 is filled to -64.",
        file -> file.set(JAVA_LONG, ScopeLayout.segmentTopAt(0), -64));
    assertProblem(
        "At offset 8192 no object begins.",
        file -> file.set(JAVA_LONG, ScopeLayout.BYTES + BlockLayout.BLOCK_BYTES_AT, 1 << 30));
    assertProblem(
        "The object at offset 8192 is damaged.",
        file -> file.set(JAVA_LONG, ScopeLayout.BYTES + BlockLayout.PAYLOAD_BYTES_AT, 1L << 40));
  }

  @Test
  void aLockSaysHowOftenItWasTaken() {
    try (var scope = SharedScope.create("taken", 1)) {
      scope.createBlock("first", ObjectType.RAW, 8);
      assertEquals("free; taken once", contents("taken").lock().text());
      scope.createBlock("second", ObjectType.RAW, 8);
      assertEquals("free; taken 2 times", contents("taken").lock().text());
      scope.unlink();
    }
  }

  @Test
  void aDamagedRegistryIsToldWithTheCommandThatHelps() throws IOException {
    Path directory = Files.createDirectories(SharedDirectory.ofUser());
    Path file = Files.write(directory.resolve(RegistryFile.NAME), new byte[3]);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    String problem = Inspector.inspect().problems().getFirst();
    assertTrue(problem.contains("it has 3 bytes, expected a registry of 65536"), problem);
    assertTrue(problem.endsWith("remove it: rm '%s'".formatted(file)), problem);
    Files.delete(file);
    SharedDirectory.removeIfEmpty();
  }

  @Test
  void aFileThatIsTooShortOrOpenToOthersIsListedToo() throws IOException {
    try (var scope = SharedScope.create("whole", 1)) {
      Path directory = scope("whole").file().getParent();
      var ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path empty = Files.createFile(directory.resolve("empty"), ours);
      Path open = Files.createFile(directory.resolve("open"), ours);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
      Path folder = Files.createDirectory(directory.resolve("folder"));
      Path strange = Files.createFile(directory.resolve("@registry-0"));

      assertContains("it has 0 bytes", scope("empty").problems());
      assertContains("its permissions are 644, not 600", scope("open").problems());
      assertContains("it is not a regular file", scope("folder").problems());
      assertContains("registry of another layout version", Inspector.inspect().problems());
      assertEquals(List.of(), scope("whole").problems());
      for (Path file : List.of(empty, open, folder, strange)) {
        Files.delete(file);
      }
      scope.unlink();
    }
  }

  @Test
  void aScopeOfAnotherRegistryIsListed() throws IOException {
    try (var scope = SharedScope.create("orphan", 1)) {
      Path registry = scope("orphan").file().resolveSibling(RegistryFile.NAME);
      Path away = registry.resolveSibling("away");
      Files.move(registry, away);

      assertContains("is gone: nobody can attach to it", scope("orphan").problems());
      Files.move(away, registry);
      assertEquals(List.of(), scope("orphan").problems());
      scope.unlink();
    }
  }

  @Test
  void whateverBytesAreThereALookEnds() throws IOException {
    var random = new Random(20_261_121);
    try (var scope = SharedScope.create("noise", 20_000)) {
      for (int i = 0; i < 10; i++) {
        scope.createBlock("object" + i, TYPE, 500);
      }
      OneToOneRing.open(scope, "ring", 1024);
      byte[] whole = bytes(scope("noise").file());
      Path noise = scope("noise").file().resolveSibling("noise2");
      for (int round = 0; round < 200; round++) {
        byte[] damaged = whole.clone();
        for (int i = 0; i <= random.nextInt(20); i++) {
          int first = random.nextInt(4) == 0 ? 0 : (int) ScopeLayout.SEGMENT_COUNT_AT - 8;
          damaged[random.nextInt(first, 16_000)] = (byte) random.nextInt();
        }
        Files.deleteIfExists(noise);
        Files.write(noise, damaged, StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(noise, PosixFilePermissions.fromString("rw-------"));

        assertEquals(Optional.of("noise2"), scope("noise2").name());
      }
      Files.delete(noise);
      scope.unlink();
    }
  }

  @Test
  void aDirectoryThatIsOpenToOthersIsRefused() throws IOException {
    Path directory = Files.createDirectory(SharedDirectory.directory());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    var refused = assertThrows(MemoryException.Refused.class, Inspector::inspect);
    assertTrue(refused.getMessage().contains("its permissions are 755"), refused::getMessage);
    Files.delete(directory);
  }

  private static void assertProblem(String expected, Consumer<MemorySegment> damage) {
    try (var scope = SharedScope.create("damaged", 10_000)) {
      scope.createBlock("object", TYPE, 100);
      Path file = scope("damaged").file();
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          Arena arena = Arena.ofConfined()) {
        damage.accept(channel.map(MapMode.READ_WRITE, 0, channel.size(), arena));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      assertContains(expected, scope("damaged").problems());
      scope.unlink();
    }
  }

  private static void assertContains(String expected, List<String> problems) {
    assertTrue(problems.stream().anyMatch(p -> p.contains(expected)), problems::toString);
  }

  private static ScopeView scope(String name) {
    return Inspector.inspect().scopes().stream()
        .filter(scope -> scope.name().equals(Optional.of(name)))
        .findFirst()
        .orElseThrow();
  }

  private static RingView ring(String scope) {
    return (RingView) contents(scope).objects().getFirst().details().orElseThrow();
  }

  private static ScopeContents contents(String name) {
    return scope(name).contents().orElseThrow();
  }

  private static ObjectView object(
      Optional<String> name, String tag, int version, long bytes, long offset) {
    return new ObjectView(name, tag, version, bytes, offset, Optional.empty());
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object changed(Path file) {
    try {
      return Files.readAttributes(file, "unix:lastModifiedTime,ctime");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
