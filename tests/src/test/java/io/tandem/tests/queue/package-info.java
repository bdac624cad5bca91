/// Queues between processes that live, stop and die.
package io.tandem.tests.queue;
