package io.tandem.pool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What a flight recorder of a pool's process is told of a worker's start.
@Name("io.tandem.WorkerStart")
@Label("Worker Start")
@Description("From the start of a worker's JVM until it is initialized and takes tasks")
@Category("Tandem")
@StackTrace(false)
final class WorkerStartEvent extends Event {
  @Label("Worker")
  @Nullable String worker;

  private WorkerStartEvent() {}

  static WorkerStartEvent beginNow() {
    var event = new WorkerStartEvent();
    event.begin();
    return event;
  }

  void end(Worker worker) {
    this.worker = worker.toString();
    commit();
  }
}
