/// Runs the tests of jcstress and of Lincheck, which stand beside what they test in packages of the
/// library.
package io.tandem.tests.stress;
