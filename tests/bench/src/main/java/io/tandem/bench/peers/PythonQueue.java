package io.tandem.bench.peers;

import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/// Python's queue between two processes, which the one it talks to forks.
record PythonQueue(Side parent) implements Flow {
  /// @param elements `bytes` or `tuples`
  static PythonQueue start(String elements, Path folder) throws IOException {
    var command = new ArrayList<>(PythonProgram.command("process_queue", folder));
    command.add(elements);
    return new PythonQueue(Side.start(command).ready());
  }

  @Override
  public double throughput(int bytes) {
    String[] told = parent.ask("flow %d %d".formatted(bytes, WINDOW_NANOS)).split(" ");
    long count = Long.parseLong(told[0]); // it has compared them itself
    return Flow.rate("Python's queue", count, count, Long.parseLong(told[1]));
  }

  @Override
  public void close() {
    parent.close();
  }
}
