/// What remains when processes are killed, stopped or cut off: real JVMs, at random moments.
package io.tandem.tests.kill;
