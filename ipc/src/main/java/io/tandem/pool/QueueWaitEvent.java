package io.tandem.pool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What a flight recorder of a pool's process is told of a task that no worker had room for.
@Name("io.tandem.QueueWait")
@Label("Queue Wait")
@Description("A task waited in a pool's queue, as all workers had enough to do")
@Category("Tandem")
@StackTrace(false)
final class QueueWaitEvent extends Event {
  @Label("Task")
  long task;

  @Label("Task Name")
  @Nullable String name;

  @Label("Priority")
  int priority;

  @Label("Attempt")
  int attempt;

  private QueueWaitEvent() {}

  static QueueWaitEvent beginNow() {
    var event = new QueueWaitEvent();
    event.begin();
    return event;
  }

  void end(PendingTask task) {
    this.task = task.number;
    name = task.options.name();
    priority = task.options.priority();
    attempt = task.attempt;
    commit();
  }
}
