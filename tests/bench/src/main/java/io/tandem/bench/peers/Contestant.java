package io.tandem.bench.peers;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.PythonProgram;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One that can be started.
///
/// @param whyNot why it cannot be started here, or null
record Contestant<P extends Flow>(String title, @Nullable String whyNot, Starter<P> starter) {
  /// Starts the processes.
  interface Starter<P> {
    P start(Path folder) throws IOException, InterruptedException;
  }

  static Contestant<Pair> of(TransportKind kind) {
    return new Contestant<>(kind.toString(), null, folder -> Pair.start(kind, folder));
  }

  /// A program in C.
  static Contestant<Pair> inC(String title, String file) {
    return compiled(title, CProgram.whyNot(), file);
  }

  /// A program in C++ with Boost.
  static Contestant<Pair> withBoost(String title, String file) {
    return compiled(title, CProgram.whyNotBoost(), file);
  }

  private static Contestant<Pair> compiled(String title, @Nullable String whyNot, String file) {
    return new Contestant<>(
        title, whyNot, folder -> Pair.start(title, CProgram.compile(file, folder)));
  }

  /// @param elements `bytes` or `tuples`
  static Contestant<PythonQueue> python(String elements) {
    return new Contestant<>(
        "Python's Queue of " + elements,
        PythonProgram.whyNot(),
        folder -> PythonQueue.start(elements, folder));
  }

  P start(Path folder) throws IOException, InterruptedException {
    return starter.start(folder);
  }
}
