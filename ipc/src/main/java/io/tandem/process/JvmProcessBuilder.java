package io.tandem.process;

import io.tandem.peer.StaticInitializers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How to start a JVM. Every setting has a default, and every `start` starts one more process.
///
/// **Sharing.** For one thread at a time.
///
/// ```java
/// var settings = JvmProcess.builder().name("hello").stdout(ProcessBuilder.Redirect.PIPE);
/// try (var child = settings.start(() -> System.out.println("hello"))) {
///   child.join();
///   System.out.println(child.stdout());
/// }
/// ```
public final class JvmProcessBuilder {
  private static final int MAX_NAME = 100;
  private static final Set<String> TAKEN =
      Set.of("-cp", "-classpath", "--class-path", "-jar", "-m", "--module", "-p", "--module-path");
  // The JVM tells its flags from these as its own, so they are inherited like those, once.
  static final Set<String> FLAG_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private @Nullable String name;
  private boolean daemon;
  private boolean usesCache = true;
  private boolean coreDumps = true;
  private List<Integer> cpus = List.of();
  private final List<String> jvmFlags = new ArrayList<>();
  private final Map<String, @Nullable String> environment = new HashMap<>();
  private @Nullable Path directory;
  private Redirect stdout = Redirect.INHERIT;
  private Redirect stderr = Redirect.INHERIT;
  private @Nullable OutputStream stdoutTarget;
  private @Nullable OutputStream stderrTarget;

  JvmProcessBuilder() {}

  /// Sets the name, which need not be unique. The default is `Process-1`, `Process-2` and so on;
  /// the children of `Process-1` are `Process-1:1`, `Process-1:2`.
  ///
  /// @param name 1 to 100 printable characters
  /// @throws IllegalArgumentException for any other
  public JvmProcessBuilder name(String name) {
    boolean printable = name.chars().noneMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > MAX_NAME || !printable) {
      throw new IllegalArgumentException(
          "Cannot name a process '%s': a name has 1 to %d printable characters."
              .formatted(name, MAX_NAME));
    }
    this.name = name;
    return this;
  }

  /// Sets whether this JVM may end while the child still runs, ending it. The default is false.
  public JvmProcessBuilder daemon(boolean daemon) {
    this.daemon = daemon;
    return this;
  }

  /// Adds flags for the child's JVM. They come last, so they win over the inherited ones.
  ///
  /// A child inherits this JVM's flags, except those that only one process can use: agents,
  /// debugger and JMX ports, files for logs, recordings and dumps, `-Xms` and its like.
  ///
  /// @param flags as on a command line, say `-Xmx64m`
  /// @throws IllegalArgumentException for a class path or module path: the child has this JVM's
  public JvmProcessBuilder jvmFlags(String... flags) {
    for (String flag : flags) {
      if (TAKEN.contains(flag.split("=", 2)[0])) {
        throw new IllegalArgumentException(
            "Cannot give a child the flag '%s': it runs on the class path and module path of this"
                    .formatted(flag)
                + " JVM. Add what it needs to those.");
      }
    }
    if (flags.length > 0 && !flags[0].startsWith("-")) {
      throw new IllegalArgumentException(
          "Cannot give a child the flag '%s': a flag begins with '-'.".formatted(flags[0]));
    }
    jvmFlags.addAll(List.of(flags));
    return this;
  }

  /// Sets whether the child may start from a cache of loaded and linked classes, which is made in
  /// the background after a first start on this class path and with these flags. It halves the time
  /// of a start, and takes some 20 MB of the user's cache directory. The default is true, unless
  /// the system property `tandem.aot` is `false`.
  public JvmProcessBuilder aotCache(boolean used) {
    usesCache = used;
    return this;
  }

  /// Sets the processors that the child may run on, for which its JVM then chooses its numbers of
  /// threads. The default is those of this JVM. Only Linux lets one choose; elsewhere this says
  /// nothing.
  ///
  /// @param cpus their numbers, 0 to 1023, as in `/proc/cpuinfo`; at least one of them there
  /// @throws IllegalArgumentException for none, or other numbers
  public JvmProcessBuilder cpus(int... cpus) {
    boolean inRange = IntStream.of(cpus).allMatch(cpu -> cpu >= 0 && cpu < CpuSet.MOST);
    if (cpus.length == 0 || !inRange) {
      throw new IllegalArgumentException(
          "Cannot run a process on the processors %s: give one or more numbers from 0 to %d."
              .formatted(Arrays.toString(cpus), CpuSet.MOST - 1));
    }
    this.cpus = IntStream.of(cpus).sorted().distinct().boxed().toList();
    return this;
  }

  /// Sets whether the operating system may write a dump of the child's memory when it crashes. The
  /// default is that it may, if the system's limits let it. Only on Linux can it be kept from that
  /// whatever ends the child; elsewhere, if the JVM itself notices.
  public JvmProcessBuilder coreDumps(boolean allowed) {
    coreDumps = allowed;
    return this;
  }

  /// Sets an environment variable of the child, which otherwise inherits this JVM's, apart from
  /// `JAVA_TOOL_OPTIONS`, `JDK_JAVA_OPTIONS` and `_JAVA_OPTIONS`: what they say is inherited with
  /// the flags.
  ///
  /// @param variable its name: not empty, without `=` and NUL
  /// @param value the value, without NUL, or null for none
  /// @throws IllegalArgumentException for any other name or value
  public JvmProcessBuilder environment(String variable, @Nullable String value) {
    boolean named = !variable.isEmpty() && variable.indexOf('=') < 0 && variable.indexOf(0) < 0;
    if (!named || value != null && value.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "Cannot set the environment variable '%s': ".formatted(variable)
              + "a name is not empty and holds no '=', and neither name nor value holds a NUL"
              + " character.");
    }
    environment.put(variable, value);
    return this;
  }

  /// Sets the child's working directory. The default is this JVM's.
  public JvmProcessBuilder directory(Path directory) {
    this.directory = directory;
    return this;
  }

  /// Sets where the child's stdout goes. The default is this JVM's stdout.
  ///
  /// @param target `INHERIT`, `DISCARD`, a file, or `PIPE` to keep it for [JvmProcess#stdout()]
  public JvmProcessBuilder stdout(Redirect target) {
    stdout = target;
    stdoutTarget = null;
    return this;
  }

  /// Sets that the child's stdout is copied to a stream, by a thread of its own.
  ///
  /// @param target as of the child's start; it is flushed and closed by nobody
  public JvmProcessBuilder stdout(OutputStream target) {
    stdout = Redirect.PIPE;
    stdoutTarget = target;
    return this;
  }

  /// Sets where the child's stderr goes. The default is this JVM's stderr.
  ///
  /// @param target `INHERIT`, `DISCARD`, a file, or `PIPE` to keep it for [JvmProcess#stderr()]
  public JvmProcessBuilder stderr(Redirect target) {
    stderr = target;
    stderrTarget = null;
    return this;
  }

  /// Sets that the child's stderr is copied to a stream, by a thread of its own.
  ///
  /// @param target as of the child's start; it is flushed and closed by nobody
  public JvmProcessBuilder stderr(OutputStream target) {
    stderr = Redirect.PIPE;
    stderrTarget = target;
    return this;
  }

  /// Starts a JVM that runs a class's `main`, as the `java` command would.
  ///
  /// @param mainClass a class with `main(String[])` or `main()`
  /// @param args its arguments
  /// @throws IllegalArgumentException if it has no `main`
  /// @see JvmProcess the errors of every start
  public JvmProcess start(Class<?> mainClass, String... args) {
    return start(new MainTask(mainClass, args));
  }

  /// Starts a JVM that runs the `main` of a class with this name.
  ///
  /// @param mainClass the class's binary name
  /// @param args its arguments
  /// @throws IllegalArgumentException if there is no such class, or it has no `main`
  /// @see JvmProcess the errors of every start
  public JvmProcess start(String mainClass, String... args) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return start(Class.forName(mainClass, false, loader), args);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "Cannot start a process on %s: there is no such class. Put it on the class path."
              .formatted(mainClass),
          e);
    }
  }

  /// Starts a JVM that runs a task.
  ///
  /// @param task what to run; it is copied now
  /// @see JvmProcess the errors of every start
  public JvmProcess start(Action task) {
    StaticInitializers.refuseInChild("a process");
    Children.beforeStart();
    String identity = CurrentProcess.nextIdentity();
    String processName = name != null ? name : "Process-" + identity;
    requireDirectory(processName);
    EncodedTask encoded = EncodedTask.of(processName, task);
    JvmCommand plain = JvmCommand.of(CodePath.of(encoded.classes()), flags());
    Optional<AotCache> cache = usesCache ? AotCache.of(plain) : Optional.empty();
    JvmCommand command = cache.map(found -> found.command(plain)).orElse(plain);
    SpareKind kind = spareKind(plain);
    Launch launch = Launch.prepare(processName, identity, encoded, command);
    Optional<SpareJvm> spare = SpareJvms.handOver(kind, processName, launch);
    Process process =
        spare.isPresent() ? spare.get().process() : start(processName, launch, surroundings());
    Launch started = spare.map(taken -> launch.inSpare(taken.argFile())).orElse(launch);
    JvmProcess child = JvmProcess.watch(this, processName, process, started);
    try {
      cache.ifPresent(found -> found.makeUnlessThere(encoded.classes()));
      if (!coreDumps) {
        CoreDumps.forbid(child.pid());
      }
      if (kind != null) {
        SpareJvms.refill(kind, command, child);
      }
    } catch (Throwable e) { // no thread for it: whoever asked for the child will not have it
      child.kill();
      boolean _ = child.joinUninterruptibly(Long.MAX_VALUE);
      throw e;
    }
    return child;
  }

  private List<String> flags() {
    List<String> flags = new ArrayList<>(jvmFlags);
    if (!coreDumps) {
      flags.addFirst(CoreDumps.NO_DUMP); // so that who asks for it by flags gets it
    }
    return flags;
  }

  private Surroundings surroundings() {
    return new Surroundings(
        Collections.unmodifiableMap(new HashMap<>(environment)), directory, stdout, stderr, cpus);
  }

  /// Null if this start shall neither take a spare nor be followed by one.
  private @Nullable SpareKind spareKind(JvmCommand plain) {
    Surroundings surroundings = surroundings();
    try {
      boolean kept =
          SpareJvms.areKept()
              && surroundings.bearWaiting()
              && InheritedFlags.of(jvmFlags, List.of()).equals(jvmFlags); // none for one JVM only
      return kept ? SpareKind.of(plain, surroundings) : null;
    } catch (IOException e) {
      return null; // some jar cannot be looked at
    }
  }

  boolean isDaemon() {
    return daemon;
  }

  @Nullable CapturedOutput captureStdout(Process process) {
    return capture(stdout, process.getInputStream(), stdoutTarget);
  }

  @Nullable CapturedOutput captureStderr(Process process) {
    return capture(stderr, process.getErrorStream(), stderrTarget);
  }

  private static @Nullable CapturedOutput capture(
      Redirect redirect, InputStream from, @Nullable OutputStream target) {
    if (redirect != Redirect.PIPE) {
      return null;
    }
    return target == null ? new CapturedOutput(from) : new CapturedOutput(from, target);
  }

  private void requireDirectory(String processName) {
    if (directory != null && !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "Cannot start process '%s' in %s: there is no such directory. Create it first."
              .formatted(processName, directory));
    }
  }

  private static Process start(String processName, Launch launch, Surroundings surroundings) {
    try {
      return surroundings.start(launch.command());
    } catch (IOException e) {
      launch.release();
      throw new UncheckedIOException(
          "Cannot start process '%s': the operating system refused to run %s (%s). Check its limits"
                  .formatted(processName, launch.command().getFirst(), e.getMessage())
              + " on processes and memory.",
          e);
    } catch (RuntimeException e) {
      launch.release();
      throw e;
    }
  }
}
