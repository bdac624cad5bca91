/// Managed objects beside their peers.
package io.tandem.bench.manager;
