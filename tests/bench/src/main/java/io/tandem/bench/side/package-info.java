/// The processes that take part in a benchmark, and what is measured of them.
package io.tandem.bench.side;
