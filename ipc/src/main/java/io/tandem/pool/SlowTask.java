package io.tandem.pool;

import java.time.Duration;
import java.util.Optional;

/// One of the tasks of a pool that took longest, see [PoolInsights].
///
/// @param id of the task, see [TaskContext#taskId]
/// @param name of the task, if it was given one
/// @param arguments what it was called for, as text of at most 200 characters: the items of a
///   chunk, or the task itself with what a lambda has captured
/// @param time that it took
/// @param worker that ran it, with its pid
public record SlowTask(
    long id, Optional<String> name, String arguments, Duration time, String worker) {}
