package io.tandem.pool;

import java.util.Optional;

/// What a worker printed while it ran a task, whichever of its threads, libraries or children did:
/// the last MiB of each stream.
///
/// ```java
/// var builder = ProcessPool.builder().captureOutput(out -> System.out.print(out.stdout()));
/// try (var pool = builder.build()) {
///   pool.submit(() -> System.out.println("in one piece")).join();
/// }
/// ```
///
/// @param taskId the number of the task in its pool, from 1; a chunk of a map is one
/// @param taskName its name, if it was given one
/// @param attempt 1, or more if workers have died that ran it
/// @param worker the worker's name and pid, such as `'pool-1-worker-2' (pid 4711)`
/// @param stdout what it printed there
/// @param stderr what it printed there
public record TaskOutput(
    long taskId,
    Optional<String> taskName,
    int attempt,
    String worker,
    String stdout,
    String stderr) {}
