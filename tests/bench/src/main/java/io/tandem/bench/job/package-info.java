/// The `tandem` command as a whole.
package io.tandem.bench.job;
