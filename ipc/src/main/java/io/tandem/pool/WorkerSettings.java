package io.tandem.pool;

import java.util.List;

/// What the workers of a pool are like.
///
/// @param inProcess whether they are threads, for which nothing else here counts
/// @param jvmFlags of each
/// @param prefixed whether each line that they print gets their name
/// @param output hears what each task prints
record WorkerSettings(
    boolean inProcess, List<String> jvmFlags, boolean prefixed, OutputListener output) {}
