package io.tandem.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a child finds around it, beside its command.
///
/// @param environment what differs from this JVM's: null removes a variable
/// @param directory its working directory, or null for this JVM's
/// @param stdout where that goes
/// @param stderr where that goes
/// @param cpus the processors it may run on; none for this JVM's
record Surroundings(
    Map<String, @Nullable String> environment,
    @Nullable Path directory,
    Redirect stdout,
    Redirect stderr,
    List<Integer> cpus) {

  /// Starts a process there.
  Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectOutput(stdout).redirectError(stderr);
    builder.environment().keySet().removeAll(JvmProcessBuilder.FLAG_VARIABLES);
    environment.forEach(
        (variable, value) -> builder.environment().compute(variable, (_, _) -> value));
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    return cpus.isEmpty()
        ? builder.start()
        : CpuSet.start(builder, cpus.stream().mapToInt(cpu -> cpu).toArray());
  }

  /// Whether a process may be started before it is needed: not if that would empty a file.
  boolean bearWaiting() {
    return bearsWaiting(stdout) && bearsWaiting(stderr);
  }

  private static boolean bearsWaiting(Redirect target) {
    return target == Redirect.INHERIT || target == Redirect.DISCARD || target == Redirect.PIPE;
  }
}
