/// What the benchmarks found, and what is shown of it: on the console, as JSON, HTML and Markdown.
@NullMarked
package io.tandem.demos.bench;

import org.jspecify.annotations.NullMarked;
