/// Bounded queues of objects, between any number of processes that put and that take.
package io.tandem.queue;
