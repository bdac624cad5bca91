/// The main job: counting the words of many files, and the report on it.
@NullMarked
package io.tandem.demos.job;

import org.jspecify.annotations.NullMarked;
