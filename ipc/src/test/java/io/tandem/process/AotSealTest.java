package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.process.AotSeal.SealedFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A program runs on a cache only if nothing has changed since the cache was made.
@EnabledOnOs({OS.LINUX, OS.MAC})
class AotSealTest {
  @TempDir Path directory;

  private Path first;
  private Path second;
  private Path further;
  private Path cache;
  private AotSeal seal;

  @BeforeEach
  void sealACache() throws IOException {
    first = Files.writeString(directory.resolve("first.jar"), "1");
    second = directory.resolve("missing.jar");
    further = Files.writeString(directory.resolve("further.jar"), "3");
    cache = Files.writeString(directory.resolve("x.tandem.aot"), "classes");
    List<SealedFile> jars =
        List.of(SealedFile.of(first), SealedFile.of(second), SealedFile.of(further));
    AotSeal written = AotSeal.of(program("-Xmx1g", first, second), jars, SealedFile.of(cache));
    seal = AotSeal.parse(written.text()).orElseThrow();
    assertEquals(written, seal);
  }

  private static AotProgram program(String flags, Path... classPath) throws IOException {
    String path =
        String.join(File.pathSeparator, List.of(classPath).stream().map(Path::toString).toList());
    List<String> options = List.of("-cp", path, flags);
    var command = new JvmCommand(Path.of("java"), options, List.of("io.tandem.process.ChildMain"));
    return AotProgram.of(command).orElseThrow();
  }

  private Optional<Path> found() throws IOException {
    return seal.cacheFor(program("-Xmx1g", first, second));
  }

  @Test
  void whileNothingChanges() throws IOException {
    assertEquals(Optional.of(cache), found());
    assertEquals(Optional.of(cache), seal.cacheFor(program("-Xmx2g", first, second)));
    assertEquals(Optional.of(cache), seal.cacheFor(program("-Xmx1g", directory, first, second)));
  }

  @Test
  void notWithOtherFlagsOrAnotherClassPath() throws IOException {
    assertTrue(seal.cacheFor(program("-XX:+UseZGC", first, second)).isEmpty());
    assertTrue(seal.cacheFor(program("-Xmx1g", second, first)).isEmpty());
    assertTrue(seal.cacheFor(program("-Xmx1g", first)).isEmpty());
  }

  @Test
  void notWhenAJarIsBuiltAnewWithTheSameSizeAndTime() throws IOException {
    FileTime time = Files.getLastModifiedTime(first);
    Files.writeString(first, "2");
    Files.setLastModifiedTime(first, time);
    assertTrue(found().isEmpty());
  }

  @Test
  void notWhenAJarAppearsOrGoes() throws IOException {
    Files.writeString(second, "2");
    assertTrue(found().isEmpty());
    Files.delete(second);
    assertTrue(found().isPresent());
    Files.delete(further);
    assertTrue(found().isEmpty());
  }

  @Test
  void notWhenTheCacheIsDamagedOrGone() throws IOException {
    Files.writeString(cache, "Classes");
    assertTrue(found().isEmpty());
    Files.delete(cache);
    assertTrue(found().isEmpty());
  }

  @Test
  void whatIsNoSealIsNone() {
    assertTrue(AotSeal.parse("").isEmpty());
    assertTrue(AotSeal.parse("a\nb\nc\nd\nno stamp").isEmpty());
    assertNotEquals(Optional.of(seal), AotSeal.parse(seal.text() + "\n/x\t1"));
  }

  @Test
  void aStampSaysNothingOfAFileJustWritten() throws IOException {
    FileStamp stamp = FileStamp.of(first);
    assertFalse(stamp.isSettled(Instant.now().minusSeconds(60)));
    assertTrue(stamp.isSettled(Instant.now().plusSeconds(60)));
  }
}
