/// Lines as words, and their counts.
@NullMarked
package io.tandem.demos.words;

import org.jspecify.annotations.NullMarked;
