package io.tandem.manager;

/// What a [ManagedDeque] asks its server.
interface DequeService<E> extends QueueService<E> {}
