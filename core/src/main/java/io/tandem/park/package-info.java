/// Sleeping until a shared word changes, or the process that is to change it dies.
package io.tandem.park;
