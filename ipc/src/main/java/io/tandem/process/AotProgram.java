package io.tandem.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A program as far as a cache depends on it, apart from the content of its jars.
///
/// @param java the executable
/// @param flags all but the class path
/// @param path the class path
/// @param virtualMachine which JVM it is, and whether somebody changed it
record AotProgram(Path java, List<String> flags, AotPath path, String virtualMachine) {
  /// With one of these a JVM has no cache, has another one, or has classes from somewhere else.
  private static final List<String> HINDRANCES =
      List.of(
          "-Xshare",
          "-XX:AOT",
          "-XX:SharedArchiveFile",
          "-XX:SharedClassListFile",
          "-XX:DumpLoadedClassList",
          "-XX:-UseSharedSpaces",
          "-XX:Flags=",
          "-XX:VMOptionsFile",
          "-javaagent:",
          "-agentlib:",
          "-agentpath:",
          "-Xrun",
          "-Xdebug",
          "-Xbootclasspath",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--limit-modules",
          "--patch-module",
          "-Djava.system.class.loader=",
          "@");

  /// Of no effect on what is in a cache.
  private static final List<String> WITHOUT_EFFECT =
      List.of("-D", "-Xm", "-Xss", "-Xlog", "-ea", "-da", "-esa", "-dsa", "-XX:MaxRAM", "-verbose");

  /// The program that a command runs, or empty if no cache can serve it.
  static Optional<AotProgram> of(JvmCommand command) throws IOException {
    int at = command.options().indexOf("-cp");
    boolean served =
        at >= 0
            && command.main().equals(List.of(ChildMain.class.getName()))
            && command.options().stream().noneMatch(AotProgram::isHindrance);
    if (!served) {
      return Optional.empty();
    }
    List<String> options = command.options();
    List<String> flags =
        Stream.concat(
                options.subList(0, at).stream(), options.subList(at + 2, options.size()).stream())
            .toList();
    AotPath path = AotPath.of(options.get(at + 1));
    return Optional.of(new AotProgram(command.java(), flags, path, ofThisJvm()));
  }

  private static boolean isHindrance(String flag) {
    return flag.indexOf('\n') >= 0 || HINDRANCES.stream().anyMatch(flag::startsWith);
  }

  private static String ofThisJvm() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    return String.join(
        " ",
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        System.getProperty("os.arch"),
        home.toString(),
        FileStamp.of(home.resolve("lib").resolve("modules")).text());
  }

  /// The flags on which a cache depends.
  String relevantFlags() {
    return String.join(" ", flags.stream().filter(AotProgram::isRelevant).toList());
  }

  private static boolean isRelevant(String flag) {
    return WITHOUT_EFFECT.stream().noneMatch(flag::startsWith);
  }

  /// A command of this program.
  ///
  /// @param first flags before all others
  /// @param classPath the one to use
  JvmCommand command(List<String> first, String classPath) {
    List<String> options =
        Stream.of(first, List.of("-cp", classPath), flags).flatMap(List::stream).toList();
    return new JvmCommand(java, options, List.of(ChildMain.class.getName()));
  }

  /// A short name for the class path, the flags and the JVM, which another one may share.
  String nickname() {
    long hash = 0xcbf29ce484222325L; // FNV-1a: a digest would take a new JVM 50 ms to load
    String text = String.join(File.pathSeparator, virtualMachine, relevantFlags(), path.cached());
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return Long.toHexString(hash);
  }
}
