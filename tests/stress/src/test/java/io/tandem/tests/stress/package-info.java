/// Runs the tests of jcstress, which stand beside what they test in packages of the library.
package io.tandem.tests.stress;
