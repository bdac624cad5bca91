/// Values, arrays, records and lists between processes, and with C and Python.
package io.tandem.tests.value;
