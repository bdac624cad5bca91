/// What tools see of processes and their shared memory, and what they remove.
package io.tandem.tests.inspect;
