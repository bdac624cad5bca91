package io.tandem.pool;

import java.util.List;

/// What the workers of a pool are like.
///
/// @param inProcess whether they are threads, for which nothing else here counts
/// @param debugged whether a debugger stops them, so that no time counts
/// @param jvmFlags of each
/// @param cpus that each may run on; none for those of this process
/// @param mostMemory after a task, in bytes; 0 for any
/// @param coreDumps whether their memory may be dumped when they crash
/// @param prefixed whether each line that they print gets their name
/// @param output hears what each task prints
record WorkerSettings(
    boolean inProcess,
    boolean debugged,
    List<String> jvmFlags,
    List<Integer> cpus,
    long mostMemory,
    boolean coreDumps,
    boolean prefixed,
    OutputListener output) {}
