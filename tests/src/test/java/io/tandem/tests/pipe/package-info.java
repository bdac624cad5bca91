/// Pipes between JVMs, some of which are killed.
package io.tandem.tests.pipe;
