/// The `tandem` command as a user runs it.
package io.tandem.tests.job;
