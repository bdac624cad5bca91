package io.tandem.pool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What a flight recorder of a pool's process is told of a worker's end.
@Name("io.tandem.WorkerExit")
@Label("Worker Exit")
@Description("A worker's JVM has ended")
@Category("Tandem")
@StackTrace(false)
final class WorkerExitEvent extends Event {
  @Label("Worker")
  @Nullable String worker;

  @Label("Status")
  @Description("Its exit code, or the signal that killed it")
  @Nullable String status;

  @Label("Asked")
  @Description("Whether the pool wanted it to end")
  boolean asked;

  @Label("Tasks")
  @Description("How many tasks it has run")
  long tasks;

  private WorkerExitEvent() {}

  static void commit(WorkerEnd end, boolean asked, long tasks) {
    var event = new WorkerExitEvent();
    event.worker = end.worker();
    event.status = end.cause();
    event.asked = asked;
    event.tasks = tasks;
    event.commit();
  }
}
