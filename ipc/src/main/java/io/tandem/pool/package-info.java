/// Pools of worker JVMs that run tasks, and heal when a worker dies.
///
/// [ProcessPool] is the way in. Every future completes: with the task's result, its own exception,
/// or what became of the worker.
///
/// **Looking.** [ProcessPool#progress()] and [ProcessPool#insights()] tell what a pool does and has
/// done. To a flight recorder, in the pool's process, it tells of `io.tandem.WorkerStart`,
/// `io.tandem.WorkerExit`, and `io.tandem.QueueWait` for each task that no worker had room for; in
/// a worker of `io.tandem.TaskRun`, if its JVM records, as with
/// `jvmFlags("-XX:StartFlightRecording:filename=worker-%p.jfr")`; and of `io.tandem.LockWait`
/// wherever a thread waits for a lock.
package io.tandem.pool;
