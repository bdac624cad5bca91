package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.process.AotSeal.SealedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The directory of caches belongs to the user alone, and does not grow.
@EnabledOnOs({OS.LINUX, OS.MAC})
class AotStoreTest {
  @TempDir Path directory;

  private Path place;

  @BeforeEach
  void choose() {
    place = directory.resolve("deep").resolve("caches");
    System.setProperty(AotStore.PROPERTY, place.toString());
  }

  @AfterEach
  void chooseNone() {
    System.clearProperty(AotStore.PROPERTY);
  }

  @Test
  void itIsMadeForTheUserAlone() throws IOException {
    assertEquals(place, AotStore.ofUser().orElseThrow().directory());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(place)));
    assertTrue(AotStore.ofUser().isPresent());
  }

  @Test
  void oneThatOthersMayEnterIsNotUsed() throws IOException {
    AotStore.ofUser();
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertTrue(AotStore.ofUser().isEmpty());
  }

  @Test
  void aLinkToAnotherIsNotUsed() throws IOException {
    AotStore.ofUser();
    Path link = Files.createSymbolicLink(directory.resolve("link"), place);
    System.setProperty(AotStore.PROPERTY, link.toString());
    assertTrue(AotStore.ofUser().isEmpty());
  }

  @Test
  void theOldestAndTheUselessGo() throws IOException {
    AotStore store = AotStore.ofUser().orElseThrow();
    for (int i = 0; i < 20; i++) {
      put(store, i, Duration.ofHours(i));
    }
    put(store, 3, Duration.ofDays(31)); // makes it the oldest
    store.write("lonely" + AotStore.CACHE, new byte[1]);
    Files.writeString(store.unfinished("half" + AotStore.CACHE), "");
    store.write("strange.seal", "no seal".getBytes());

    store.tidy();

    assertEquals(16, count(".seal"));
    assertEquals(16, count(AotStore.CACHE));
    assertEquals(0, count(".tmp"));
    assertTrue(Files.exists(store.file("c16" + AotStore.CACHE)));
    assertTrue(Files.notExists(store.file("c3" + AotStore.CACHE)));
    assertTrue(Files.notExists(store.file("c17" + AotStore.CACHE)));
  }

  private static void put(AotStore store, int number, Duration unused) throws IOException {
    String content = "c" + number;
    store.write(content + AotStore.CACHE, new byte[1]);
    var cache = SealedFile.of(store.file(content + AotStore.CACHE));
    var seal = new AotSeal(List.of("", "", "", ""), List.of(cache));
    store.write("program" + number + ".seal", seal.text().getBytes());
    FileTime used = FileTime.from(Instant.now().minus(unused));
    Files.setLastModifiedTime(store.file("program" + number + ".seal"), used);
  }

  private long count(String kind) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(kind)).count();
    }
  }
}
