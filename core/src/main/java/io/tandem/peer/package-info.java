/// Who takes part: what a process must know of its own role among the others.
package io.tandem.peer;
