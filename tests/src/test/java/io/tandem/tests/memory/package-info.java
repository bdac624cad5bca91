/// What shared memory promises when several JVMs, other users, other languages and full disks are
/// involved.
package io.tandem.tests.memory;
