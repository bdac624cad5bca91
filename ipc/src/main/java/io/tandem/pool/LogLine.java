package io.tandem.pool;

import java.util.Optional;

/// What a task has logged, see [TaskContext#log].
///
/// @param worker that runs the task: its name and pid
/// @param taskId of the task, see [TaskContext#taskId]; 0 for the action at a worker's end
/// @param taskName of the task, if it was given one
/// @param text as the task gave it
public record LogLine(String worker, long taskId, Optional<String> taskName, String text) {
  /// For people, such as `'pool-1-worker-1' (pid 7), task 3: half done`.
  @Override
  public String toString() {
    return "%s, %s: %s"
        .formatted(
            worker, taskName.map("task '%s'"::formatted).orElse("task %d".formatted(taskId)), text);
  }
}
