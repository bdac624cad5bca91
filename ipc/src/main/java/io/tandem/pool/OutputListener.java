package io.tandem.pool;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells the pool's user what tasks have printed: never on a thread of the pool.
///
/// @param user who wants to know, or null
record OutputListener(@Nullable Consumer<TaskOutput> user) {
  /// The outcome of a task, told behind what the task has printed.
  ///
  /// @param worker whose text says who it is
  Outcome before(Outcome outcome, PendingTask task, Object worker, Printed printed) {
    if (user == null || printed.isEmpty()) {
      return outcome;
    }
    TaskOutput output = outputOf(task, worker, printed);
    return new Outcome.Behind(() -> tell(user, output), outcome);
  }

  /// For a task whose outcome was told before, or that runs again.
  void apart(PendingTask task, Object worker, Printed printed) {
    if (user != null && !printed.isEmpty()) {
      TaskOutput output = outputOf(task, worker, printed);
      task.future.defaultExecutor().execute(() -> tell(user, output));
    }
  }

  private static TaskOutput outputOf(PendingTask task, Object worker, Printed printed) {
    return new TaskOutput(
        task.number,
        Optional.ofNullable(task.options.name()),
        task.attempt,
        worker.toString(),
        printed.stdout(),
        printed.stderr());
  }

  private static void tell(Consumer<TaskOutput> user, TaskOutput output) {
    try {
      user.accept(output);
    } catch (Throwable thrown) { // is none of the task's business
      Thread self = Thread.currentThread();
      self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
    }
  }
}
