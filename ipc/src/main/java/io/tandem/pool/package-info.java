/// Pools of worker JVMs that run tasks, and heal when a worker dies.
///
/// [ProcessPool] is the way in. Every future completes: with the task's result, its own exception,
/// or what became of the worker.
package io.tandem.pool;
