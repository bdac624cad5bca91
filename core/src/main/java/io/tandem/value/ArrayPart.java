package io.tandem.value;

import io.tandem.memory.SharedBlock;
import io.tandem.sync.SharedLock;
import org.jspecify.annotations.Nullable;

/// Some elements of an array, or all, and the lock for them.
///
/// @param givenLock null for the lock beside the elements
record ArrayPart(SharedBlock block, @Nullable SharedLock givenLock, long start, long length) {}
