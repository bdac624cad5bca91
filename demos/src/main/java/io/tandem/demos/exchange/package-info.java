/// An exchange in three processes: orders come in at one, are matched by the next, and trades are
/// written by the last.
@NullMarked
package io.tandem.demos.exchange;

import org.jspecify.annotations.NullMarked;
