/// Messages between processes: rings with one or many producers.
package io.tandem.ring;
