package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// What a [ManagedArray] asks its server: a list that nobody makes longer or shorter.
interface ArrayService<E extends @Nullable Object> extends ListService<E> {}
