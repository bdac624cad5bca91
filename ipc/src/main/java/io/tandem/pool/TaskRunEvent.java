package io.tandem.pool;

import io.tandem.process.Task;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What a flight recorder of a worker's process is told of a task.
@Name("io.tandem.TaskRun")
@Label("Task Run")
@Description("A worker ran a task of its pool")
@Category("Tandem")
@StackTrace(false)
final class TaskRunEvent extends Event {
  @Label("Worker")
  @Nullable String worker;

  @Label("Task")
  long task;

  @Label("Task Name")
  @Nullable String name;

  @Label("Attempt")
  int attempt;

  @Label("Failed")
  @Description("Whether it has thrown an exception")
  boolean failed = true;

  private TaskRunEvent() {}

  /// Runs a task, and records that.
  static <T extends @Nullable Object> T record(TaskCall call, String worker, Task<T> task)
      throws Exception {
    var event = new TaskRunEvent();
    event.begin();
    try {
      T result = task.call();
      event.failed = false;
      return result;
    } finally {
      event.end();
      event.worker = worker;
      event.task = call.number();
      event.name = call.name();
      event.attempt = call.attempt();
      event.commit();
    }
  }
}
