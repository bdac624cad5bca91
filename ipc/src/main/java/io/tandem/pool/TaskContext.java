package io.tandem.pool;

import io.tandem.process.Task;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a task may know of itself and its worker, while it runs there.
///
/// **Sharing.** Any thread may use it; [#current()] finds it on the thread that runs the task, and
/// on those of a [java.util.concurrent.StructuredTaskScope] in it.
///
/// **Source.** mpire's `worker_id` and `worker_state`.
///
/// ```java
/// try (var pool = ProcessPool.builder().initializer(() -> new StringBuilder("state")).build()) {
///   var future = pool.submit(() -> TaskContext.current().state(StringBuilder.class).length());
/// }
/// ```
public final class TaskContext {
  private static final ScopedValue<TaskContext> CURRENT = ScopedValue.newInstance();

  private final long taskId;
  private final @Nullable String taskName;
  private final int attempt;
  private final String workerName;
  private final @Nullable Object state;
  private final WorkerLink link;

  private TaskContext(
      long taskId,
      @Nullable String taskName,
      int attempt,
      String workerName,
      @Nullable Object state,
      WorkerLink link) {
    this.taskId = taskId;
    this.taskName = taskName;
    this.attempt = attempt;
    this.workerName = workerName;
    this.state = state;
    this.link = link;
  }

  static TaskContext of(
      long taskId,
      @Nullable String taskName,
      int attempt,
      String workerName,
      @Nullable Object state,
      WorkerLink link) {
    return new TaskContext(taskId, taskName, attempt, workerName, state, link);
  }

  <T extends @Nullable Object> T run(Task<T> task) throws Exception {
    return ScopedValue.where(CURRENT, this).call(task::call);
  }

  /// That of the task which runs the caller.
  ///
  /// @throws IllegalStateException if no task does
  public static TaskContext current() {
    return CURRENT.orElseThrow(
        () ->
            new IllegalStateException(
                "There is no task: this thread does not run one of a ProcessPool. Ask on the thread"
                    + " that runs the task, and pass on what others need."));
  }

  /// The number of the task in its pool, from 1.
  public long taskId() {
    return taskId;
  }

  /// The task's name, if it was given one.
  public Optional<String> taskName() {
    return Optional.ofNullable(taskName);
  }

  /// 1, or more if workers have died that ran it.
  public int attempt() {
    return attempt;
  }

  /// The name of the worker, such as `pool-1-worker-2`.
  public String workerName() {
    return workerName;
  }

  /// What the worker's initializer has returned: one object for all tasks of this worker.
  ///
  /// @throws IllegalStateException if it is no such object, or there is none
  public <S> S state(Class<S> type) {
    if (!type.isInstance(state)) {
      throw new IllegalStateException(
          "The state of worker '%s' is %s, not a %s. Return one from the pool's initializer."
              .formatted(
                  workerName,
                  state == null ? "not there" : "a " + state.getClass().getName(),
                  type.getName()));
    }
    return type.cast(state);
  }

  /// Whether the task was cancelled with an interrupt, or has run out of time: it should end.
  public boolean isCancelled() {
    return link.isCancelled();
  }

  /// Says how far the task is, for [ProcessPool#progress()] and listeners. It costs two stores, so
  /// that it may be called as often as one likes.
  ///
  /// @param fraction 0 to 1
  /// @throws IllegalArgumentException if it is something else
  public void progress(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "Cannot be at %s of a task: use 0 for its begin to 1 for its end.".formatted(fraction));
    }
    link.progress(fraction);
  }

  /// Says how far the task is, see [#progress(double)].
  ///
  /// @param done 0 to `total`
  /// @param total more than 0
  /// @throws IllegalArgumentException if it is something else
  public void progress(long done, long total) {
    if (done < 0 || done > total || total == 0) {
      throw new IllegalArgumentException(
          "Cannot be at %d of %d of a task: use 0 to %2$d, of more than 0.".formatted(done, total));
    }
    link.progress((double) done / total);
  }

  /// Says something to the [LogListener] of the pool; without one, on its process's stderr.
  public void log(String text) {
    link.log(text);
  }
}
