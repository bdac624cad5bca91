package io.tandem.bench.peers;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.PythonProgram;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One that can be started.
///
/// @param whyNot why it cannot be started here, or null
/// @param note what it has, or does, that ours does not, or null
record Contestant<P extends Flow>(
    String title, @Nullable String whyNot, @Nullable String note, Starter<P> starter) {
  /// Starts the processes.
  interface Starter<P> {
    P start(Path folder) throws IOException, InterruptedException;
  }

  static Contestant<Pair> of(TransportKind kind) {
    String note =
        switch (kind) {
          case AERON -> "Aeron's driver is a third process on the same two CPUs";
          case CHRONICLE -> "Chronicle keeps every message";
          default -> null;
        };
    return new Contestant<>(kind.toString(), null, note, folder -> Pair.start(kind, folder));
  }

  /// Ours, or one that is as ours.
  static <P extends Flow> Contestant<P> of(String title, Starter<P> starter) {
    return new Contestant<>(title, null, null, starter);
  }

  /// The same, and how many messages it holds.
  Contestant<P> holding(String messages) {
    String words = "the peer's holds %s messages, ours 32,768".formatted(messages);
    return new Contestant<>(title, whyNot, words, starter);
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
        title, whyNot, null, folder -> Pair.start(title, CProgram.compile(file, folder)));
  }

  /// @param elements `bytes` or `tuples`
  static Contestant<PythonQueue> python(String elements) {
    return new Contestant<>(
        "Python's Queue of " + elements,
        PythonProgram.whyNot(),
        null,
        folder -> PythonQueue.start(elements, folder));
  }

  P start(Path folder) throws IOException, InterruptedException {
    return starter.start(folder);
  }
}
