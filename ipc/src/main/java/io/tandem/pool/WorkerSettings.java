package io.tandem.pool;

import java.util.List;

/// What the workers of a pool are like.
///
/// @param inProcess whether they are threads, for which nothing else here counts
/// @param jvmFlags of each
record WorkerSettings(boolean inProcess, List<String> jvmFlags) {}
