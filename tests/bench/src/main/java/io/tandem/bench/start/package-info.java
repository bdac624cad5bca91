/// What the start of a process costs.
package io.tandem.bench.start;
