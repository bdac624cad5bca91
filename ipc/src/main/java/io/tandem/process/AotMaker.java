package io.tandem.process;

import io.tandem.process.AotSeal.SealedFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Makes a cache, in the background and with low priority: one JVM is trained, another one writes
/// what it has learned into a file.
///
/// At whatever moment it is killed, nothing is left that anybody would use: a cache counts from its
/// seal on, which is written last.
final class AotMaker {
  /// At any time only one thread of this JVM.
  private static final AtomicBoolean BUSY = new AtomicBoolean();

  private final AotTraining training;
  private final AotProgram program;
  private final AotStore store;

  private AotMaker(AotTraining training, AotStore store) {
    this.training = training;
    this.program = training.program();
    this.store = store;
  }

  /// Makes the cache of a program, unless somebody else is making one.
  static void make(AotTraining training, AotStore store) {
    if (!BUSY.compareAndSet(false, true)) {
      return;
    }
    try {
      Optional<FileChannel> lock = store.tryLock();
      if (lock.isPresent()) {
        try (FileChannel _ = lock.get()) {
          new AotMaker(training, store).make();
        }
      }
    } catch (IOException | RuntimeException e) {
      System.getLogger(AotMaker.class.getName())
          .log(Level.DEBUG, "No cache was made in " + store.directory(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      BUSY.set(false);
    }
  }

  private void make() throws IOException, InterruptedException {
    List<Path> jars = JarClosure.of(program.path().jars());
    if (jars.stream().anyMatch(Files::isDirectory) || !holdTandem(jars)) {
      return;
    }
    awaitSettled(jars);
    List<SealedFile> before = stampsOf(jars);
    String content = AotDigest.of(program, jars);
    BackgroundJvm.begin();
    try {
      make(content, before);
    } finally {
      BackgroundJvm.end();
    }
  }

  /// What was not finished is not left, as on a full disk.
  private void make(String content, List<SealedFile> jars)
      throws IOException, InterruptedException {
    try {
      if (isComplete(content) || record(content, pathsOf(jars))) {
        publish(content, jars);
      }
    } finally {
      store.tidy();
    }
  }

  private static boolean holdTandem(List<Path> jars) throws IOException {
    String file = ChildMain.class.getName().replace('.', '/') + ".class";
    return JarNames.of(jars).has(file);
  }

  /// A file's stamp does not tell one change from the next within a step of the file system's
  /// clock.
  private static void awaitSettled(List<Path> files) throws IOException, InterruptedException {
    for (Path file : files) {
      while (!FileStamp.of(file).isSettled(Instant.now())) {
        Thread.sleep(FileStamp.STEP.dividedBy(4)); // until a clock has moved
      }
    }
  }

  private static List<SealedFile> stampsOf(List<Path> files) throws IOException {
    List<SealedFile> stamps = new ArrayList<>();
    for (Path file : files) {
      stamps.add(SealedFile.of(file));
    }
    return stamps;
  }

  private static List<Path> pathsOf(List<SealedFile> files) {
    return files.stream().map(SealedFile::path).toList();
  }

  /// Whether the cache is there as it was written.
  private boolean isComplete(String content) throws IOException {
    try {
      String stamp = Files.readString(store.file(content + AotStore.STAMP));
      return stamp.equals(FileStamp.of(cacheOf(content)).text());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path cacheOf(String content) {
    return store.file(content + AotStore.CACHE);
  }

  private boolean record(String content, List<Path> jars) throws IOException, InterruptedException {
    Path learned = store.unfinished(content + ".conf");
    Path cache = store.unfinished(content + AotStore.CACHE);
    Files.deleteIfExists(learned);
    Files.deleteIfExists(cache);
    if (!training.learn(learned) || !training.write(learned, cache) || !Files.exists(cache)) {
      return false;
    }
    Files.delete(learned); // it may be as large
    Files.move(cache, cacheOf(content), StandardCopyOption.ATOMIC_MOVE);
    store.write(content + AotStore.NAMES, JarNames.of(jars).toBytes());
    String stamp = FileStamp.of(cacheOf(content)).text();
    store.write(content + AotStore.STAMP, stamp.getBytes());
    return true;
  }

  /// Only if it was made of what is there now.
  private void publish(String content, List<SealedFile> before) throws IOException {
    if (stampsOf(pathsOf(before)).equals(before)) {
      SealedFile cache = SealedFile.of(cacheOf(content));
      store.write(program, AotSeal.of(program, before, cache));
    }
  }
}
