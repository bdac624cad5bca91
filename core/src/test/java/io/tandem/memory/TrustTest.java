package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.linux.Platform;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What is not this user's own plain file is refused, whoever put it there.
class TrustTest {
  private static final int SOMEBODY = 65534;

  private final PrivateRoot root = PrivateRoot.open();
  private Path directory;
  private Path scopeFile;
  private Path memoryFile;

  @BeforeEach
  void makeOneOfEach() {
    assumeTrue(Platform.HAS_UNIX_FILES, "files have owners and permissions");
    SharedScope.create("there").close();
    SharedMemory.create("there", 100).close();
    directory = root.folder().resolve("tandem-" + SharedDirectory.User.ID);
    scopeFile = directory.resolve("there");
    memoryFile = root.folder().resolve("there");
  }

  @AfterEach
  void nothingIsLeft() {
    SharedScope.unlink("there");
    SharedMemory.unlink("there");
    root.close();
  }

  @Test
  void filesAndDirectoriesAreThisUsersAlone() throws IOException {
    assertEquals("rw-------", permissions(scopeFile));
    assertEquals("rw-------", permissions(memoryFile));
    assertEquals("rwx------", permissions(directory));
    try (var scope = SharedScope.anonymous(1)) {
      assertEquals(3, Files.list(directory).count(), "two scopes and the registry");
      for (Path file : Files.list(directory).toList()) {
        assertEquals("rw-------", permissions(file), () -> file + " of " + scope);
      }
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aSymbolicLinkIsRefused() throws IOException {
    refusedInPlaceOfBoth(
        "it is not a regular file",
        file -> {
          Path target = file.resolveSibling("target");
          Files.move(file, target);
          Files.createSymbolicLink(file, target);
        });
    Files.delete(scopeFile.resolveSibling("target"));
    Files.delete(memoryFile.resolveSibling("target"));
  }

  @Test
  void aDanglingSymbolicLinkIsRefusedAndNothingIsMadeBehindIt() throws IOException {
    refusedInPlaceOfBoth(
        "it is not a regular file",
        file -> {
          Files.delete(file);
          Files.createSymbolicLink(file, root.folder().resolve("nowhere"));
        });
    assertThrows(MemoryException.Exists.class, () -> SharedScope.create("there"));
    assertThrows(MemoryException.Exists.class, () -> SharedMemory.create("there", 1));
    assertThrows(MemoryException.Refused.class, () -> SharedScope.open("there"));
    assertTrue(Files.notExists(root.folder().resolve("nowhere")));
  }

  @Test
  void aFifoIsRefusedWithoutWaitingForItsOtherEnd() throws IOException {
    String mkfifo = Tools.require("mkfifo").toString();
    refusedInPlaceOfBoth(
        "it is not a regular file",
        file -> {
          Files.delete(file);
          run(mkfifo, file.toString());
        });
  }

  @Test
  void aDirectoryIsRefused() throws IOException {
    refusedInPlaceOfBoth(
        "it is not a regular file",
        file -> {
          Files.delete(file);
          Files.createDirectory(file);
        });
  }

  @Test
  void aDeviceIsRefused() throws IOException {
    assumeRoot();
    refusedInPlaceOfBoth(
        "it is not a regular file",
        file -> {
          Files.delete(file);
          run("mknod", "-m", "600", file.toString(), "c", "1", "5");
        });
  }

  @Test
  void aHardLinkIsRefused() throws IOException {
    refusedInPlaceOfBoth(
        "it has more than one name (a hard link)",
        file -> Files.createLink(file.resolveSibling("second"), file));
    Files.delete(scopeFile.resolveSibling("second"));
    Files.delete(memoryFile.resolveSibling("second"));
  }

  @Test
  void aFileOpenToOthersIsRefused() throws IOException {
    refusedInPlaceOfBoth(
        "its permissions are 644, not 600",
        file -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--")));
  }

  @Test
  void aFileOfAnotherUserIsRefused() throws IOException {
    assumeRoot();
    refusedInPlaceOfBoth(
        "user 65534 owns it, not user 0", file -> Files.setAttribute(file, "unix:uid", SOMEBODY));
  }

  @Test
  void aFileThatItsMakerWasPublishingWhenItWasKilledIsTaken() throws IOException {
    Files.createLink(directory.resolve(".0123456789abcdef"), scopeFile);
    SharedScope.attach("there").close();
    Files.createLink(directory.resolve(".0123456789abcdef"), memoryFile);
    SharedMemory.attach("there").close();

    assertEquals(2, Files.list(directory).count(), "a scope and the registry");
  }

  private interface Change {
    void apply(Path file) throws IOException;
  }

  private void refusedInPlaceOfBoth(String found, Change change) throws IOException {
    change.apply(scopeFile);
    change.apply(memoryFile);
    for (var e :
        List.of(
            assertThrows(MemoryException.Refused.class, () -> SharedScope.attach("there")),
            assertThrows(MemoryException.Refused.class, () -> SharedScope.open("there")),
            assertThrows(MemoryException.Refused.class, () -> SharedMemory.attach("there")))) {
      assertTrue(e.getMessage().contains(": " + found + ". "), e::getMessage);
      assertTrue(e.getMessage().startsWith("Refused to attach to shared memory /"));
      assertTrue(e.getMessage().endsWith("; remove it if it is yours."));
    }
  }

  // ---- the user's directory ----

  @Test
  void aDirectoryThatIsALinkIsRefused() throws IOException {
    Path elsewhere = root.folder().resolve("elsewhere");
    Files.move(directory, elsewhere);
    Files.createSymbolicLink(directory, elsewhere);
    assertDirectoryRefused("it is not a directory");
    Files.delete(directory);
    Files.move(elsewhere, directory);
  }

  @Test
  void aDirectoryOpenToOthersIsRefused() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    assertDirectoryRefused("its permissions are 750, not 700");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aDirectoryOfAnotherUserIsRefused() throws IOException {
    assumeRoot();
    Files.setAttribute(directory, "unix:uid", SOMEBODY);
    assertDirectoryRefused("user 65534 owns it, not user 0");
    Files.setAttribute(directory, "unix:uid", 0);
  }

  private void assertDirectoryRefused(String found) {
    for (Executable use :
        List.<Executable>of(
            () -> SharedScope.create("new"),
            () -> SharedScope.open("new"),
            () -> SharedScope.attach("there"),
            () -> SharedScope.unlink("there"),
            () -> SharedScope.anonymous(1),
            () -> SharedMemory.create("new", 1))) {
      var e = assertThrows(MemoryException.Refused.class, use);
      assertTrue(e.getMessage().contains(": " + found + ". "), e::getMessage);
      assertTrue(e.getMessage().endsWith("choose another root with -Dtandem.shm=DIRECTORY."));
    }
  }

  private static void assumeRoot() {
    assumeTrue(SharedDirectory.User.ID == 0, "only root can give files away");
  }

  private static void run(String... command) throws IOException {
    try {
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
