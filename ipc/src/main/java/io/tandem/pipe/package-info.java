/// Messages between two ends, in any two processes or threads.
package io.tandem.pipe;
