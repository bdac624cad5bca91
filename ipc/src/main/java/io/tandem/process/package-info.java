/// Other JVMs as processes: start one on a task, watch it, signal it, learn how it ended.
///
/// A child is a JVM of the same Java, on the same class path or module path. Its task travels to it
/// in shared memory; stdout and stderr stay the user's. A child never outlives its parent.
package io.tandem.process;
