package io.tandem.bench.peers;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One that can be started.
///
/// @param whyNot why it cannot be started here, or null
record Contestant<P extends Flow>(String title, @Nullable String whyNot, Starter<P> starter) {
  /// Starts the processes.
  interface Starter<P> {
    P start(Root root) throws IOException, InterruptedException;
  }

  static Contestant<Pair> of(TransportKind kind) {
    return new Contestant<>(kind.toString(), null, root -> Pair.start(kind, root));
  }

  /// A program in C.
  static Contestant<Pair> inC(String title, String file) {
    String whyNot = CProgram.isPossible() ? null : CProgram.WHY_NOT;
    return compiled(title, whyNot, file);
  }

  /// A program in C++ with Boost.
  static Contestant<Pair> withBoost(String title, String file) {
    return compiled(title, CProgram.whyNotBoost(), file);
  }

  private static Contestant<Pair> compiled(String title, @Nullable String whyNot, String file) {
    return new Contestant<>(
        title, whyNot, root -> Pair.start(title, CProgram.compile(file, root.folder())));
  }

  /// @param elements `bytes` or `tuples`
  static Contestant<PythonQueue> python(String elements) {
    return new Contestant<>(
        "Python's Queue of " + elements,
        PythonProgram.isPossible() ? null : PythonProgram.WHY_NOT,
        root -> PythonQueue.start(elements, root));
  }

  P start(Root root) throws IOException, InterruptedException {
    return starter.start(root);
  }

  /// Says why not, if it is not.
  boolean isPossible() {
    if (whyNot != null) {
      System.out.println(title + " is left out: " + whyNot);
    }
    return whyNot == null;
  }
}
