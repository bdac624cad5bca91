package io.tandem.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A file with classes that are loaded and linked already, from which a child starts in half the
/// time. It is made in the background after the first start of a program, and serves all later ones
/// of this user, in whatever JVM.
///
/// Nothing of it is ever seen by the user: a cache that is not there, not to be trusted, or that
/// the JVM refuses, only means a slower start.
final class AotCache {
  /// Set to `false` to do without.
  static final String PROPERTY = "tandem.aot";

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Map<String, Long> ATTEMPTS = new ConcurrentHashMap<>();

  /// Of a JVM that cannot use its cache.
  private static final String SILENCE = "-Xlog:aot*=off";

  private final AotProgram program;
  private final AotStore store;
  private final @Nullable Path file;

  private AotCache(AotProgram program, AotStore store) throws IOException {
    this.program = program;
    this.store = store;
    this.file = find();
  }

  /// The cache for a command, there or not; or empty if it cannot have one.
  static Optional<AotCache> of(JvmCommand command) {
    if (!Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
      return Optional.empty();
    }
    try {
      Optional<AotProgram> program = AotProgram.of(command);
      Optional<AotStore> store = program.isEmpty() ? Optional.empty() : AotStore.ofUser();
      return store.isEmpty()
          ? Optional.empty()
          : Optional.of(new AotCache(program.get(), store.get()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // no home, no access, a file that goes while it is looked at
    }
  }

  /// Whether a flag is one that [#command] added for this JVM, and not for its children.
  static boolean isOurs(String flag) {
    return flag.equals(SILENCE)
        || flag.startsWith("-XX:AOTCache=") && flag.endsWith(AotStore.CACHE);
  }

  private @Nullable Path find() throws IOException {
    Optional<AotSeal> seal = store.seal(program);
    Optional<Path> cache = seal.isEmpty() ? Optional.empty() : seal.get().cacheFor(program);
    return cache.isPresent() && orderIsFree(cache.get()) ? cache.get() : null;
  }

  /// Whether directories may as well stand behind the jars.
  private boolean orderIsFree(Path cache) throws IOException {
    AotPath path = program.path();
    return !path.moved() || !namesOf(cache).mayMeet(path.directories());
  }

  private JarNames namesOf(Path cache) throws IOException {
    String name = cache.getFileName().toString().replace(AotStore.CACHE, AotStore.NAMES);
    return JarNames.ofBytes(Files.readAllBytes(store.file(name)));
  }

  /// The command with the cache, or the given one if it is not there.
  JvmCommand command(JvmCommand plain) {
    return file == null
        ? plain
        : program.command(List.of("-XX:AOTCache=" + file, SILENCE), program.path().whole());
  }

  /// Begins to make it, if it is not there and nobody tried of late.
  ///
  /// @param classes of the task that is started now, which are put into it
  void makeUnlessThere(Collection<Class<?>> classes) {
    if (file == null && isDue()) {
      String[] names = classes.stream().map(Class::getName).toArray(String[]::new);
      var training = new AotTraining(program, names);
      Thread.ofPlatform().daemon().name("tandem-aot").start(() -> AotMaker.make(training, store));
    }
  }

  private boolean isDue() {
    long now = System.nanoTime();
    boolean[] due = new boolean[1];
    ATTEMPTS.compute(
        program.nickname(),
        (_, last) -> {
          due[0] = last == null || now - last > RETRY.toNanos();
          return due[0] ? now : last;
        });
    return due[0];
  }
}
