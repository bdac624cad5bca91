/// Files as lines: which files, and the lines in them.
@NullMarked
package io.tandem.demos.text;

import org.jspecify.annotations.NullMarked;
