package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// A value and the one that has replaced it.
record Change<T extends @Nullable Object>(T before, T after) {}
