/// Values, arrays, records and lists in shared memory: atomic without a lock, and with one where a
/// step takes several accesses.
package io.tandem.value;
