/// Waiting for each other: locks and other synchronizers between processes, which no death blocks.
package io.tandem.sync;
