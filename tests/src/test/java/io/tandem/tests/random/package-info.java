/// Random programs of several processes and threads, run by real JVMs that are killed at random,
/// and checked against sequential models.
package io.tandem.tests.random;
