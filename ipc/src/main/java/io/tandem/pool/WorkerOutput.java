package io.tandem.pool;

import io.tandem.process.JvmProcessBuilder;
import java.io.OutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where what a worker's process prints goes.
sealed interface WorkerOutput {
  static WorkerOutput of(WorkerSettings settings, String worker) {
    if (settings.output().user() != null) {
      return new Captured();
    }
    return settings.prefixed() ? new Prefixed(worker) : new Passed();
  }

  /// Makes it go there.
  void connect(JvmProcessBuilder process);

  /// The key for marks between tasks, or null if there shall be none.
  default @Nullable String key() {
    return null;
  }

  /// What the task at a place has printed, when it has been answered.
  default Printed of(int place) {
    return Printed.NOTHING;
  }

  /// After the end: what the task has printed in which it died.
  default Printed rest() {
    return Printed.NOTHING;
  }

  /// The last lines on stderr.
  String lastWords();

  /// To this process's.
  final class Passed implements WorkerOutput {
    private final StderrTail stderr = new StderrTail(System.err);

    @Override
    public void connect(JvmProcessBuilder process) {
      process.stderr(stderr);
    }

    @Override
    public String lastWords() {
      return stderr.lines();
    }
  }

  /// To this process's, line by line with the worker's name.
  final class Prefixed implements WorkerOutput {
    private final PrefixedLines out;
    private final PrefixedLines err;
    private final StderrTail tail;

    Prefixed(String worker) {
      out = new PrefixedLines("[%s] ".formatted(worker), System.out);
      err = new PrefixedLines("[%s] ".formatted(worker), System.err);
      tail = new StderrTail(err);
    }

    @Override
    public void connect(JvmProcessBuilder process) {
      process.stdout(out).stderr(tail);
    }

    @Override
    public Printed rest() {
      out.end();
      err.end();
      return Printed.NOTHING;
    }

    @Override
    public String lastWords() {
      return tail.lines();
    }
  }

  /// To whoever wants to know what each task prints.
  final class Captured implements WorkerOutput {
    private final String key = UUID.randomUUID().toString();
    private final StderrTail tail = new StderrTail(OutputStream.nullOutputStream());
    private final MarkedOutput out =
        new MarkedOutput(key, System.out, OutputStream.nullOutputStream());
    private final MarkedOutput err = new MarkedOutput(key, System.err, tail);

    @Override
    public void connect(JvmProcessBuilder process) {
      process.stdout(out).stderr(err);
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public Printed of(int place) {
      return new Printed(out.of(place), err.of(place));
    }

    @Override
    public Printed rest() {
      return new Printed(out.rest(), err.rest());
    }

    @Override
    public String lastWords() {
      return tail.lines();
    }
  }
}
