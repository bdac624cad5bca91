/// Process pools: what becomes of tasks, whatever becomes of workers.
package io.tandem.tests.pool;
