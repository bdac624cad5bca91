/// Pools of processes beside their peers.
package io.tandem.bench.pool;
