/// What locks and conditions promise, in one JVM and between several, of which some die.
package io.tandem.tests.sync;
