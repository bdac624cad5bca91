/// The `tandem` command: its arguments, and what it prints.
@NullMarked
package io.tandem.demos;

import org.jspecify.annotations.NullMarked;
