package io.tandem.process;

import io.tandem.memory.SharedScope;
import io.tandem.peer.StaticInitializers;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a child: this JVM's own `java`, flags and code path.
///
/// @param java the executable
/// @param options flags and code path, for the argument file
/// @param main the arguments that name the class to run
record JvmCommand(Path java, List<String> options, List<String> main) {

  /// The command for a child with these further flags.
  ///
  /// @throws IllegalStateException if this JVM's `java` executable is missing
  static JvmCommand of(CodePath code, List<String> flags) {
    List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> options = new ArrayList<>(InheritedFlags.of(own, flags));
    options.addAll(code.options());
    options.add("-XX:+ExitOnOutOfMemoryError"); // a worker without memory must not linger
    options.addAll(flags);
    return new JvmCommand(javaExecutable(), options, code.main());
  }

  private static Path javaExecutable() {
    Path home = Path.of(System.getProperty("java.home"));
    Path java = home.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
    if (!Files.isExecutable(java)) {
      throw new IllegalStateException(
          "Cannot start a JVM: this one has no %s. Run on a full JDK or JRE, or build the runtime"
                  .formatted(java)
              + " image with its commands (jpackage: leave out --strip-native-commands).");
    }
    return java;
  }

  /// The command of a child.
  List<String> line(String processName, ArgFile argFile, List<String> order) {
    List<String> line = start(processName, argFile);
    line.addAll(order);
    return line;
  }

  /// The command of a JVM that waits for its order.
  List<String> spareLine(ArgFile argFile) {
    return start("spare", argFile);
  }

  private List<String> start(String processName, ArgFile argFile) {
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.add("@" + argFile.path());
    line.add("-D%s=%s".formatted(StaticInitializers.PROCESS_NAME, processName));
    line.add("-D%s=%s".formatted(SharedScope.PROCESS_TREE, SharedScope.ofProcessTree().handle()));
    line.add(ParentWatch.argument());
    line.addAll(main);
    line.add(argFile.path().toString());
    return line;
  }
}
