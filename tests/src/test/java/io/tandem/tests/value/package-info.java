/// What values and arrays promise to several processes.
package io.tandem.tests.value;
