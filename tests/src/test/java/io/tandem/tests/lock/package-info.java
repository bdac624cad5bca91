/// What the word lock promises to processes with many threads.
package io.tandem.tests.lock;
