package io.tandem.manager;

/// What a [ManagedSet] asks its server: a map's keys.
interface SetService<E> extends MapService<E, Boolean> {}
