/// Pictures of what was measured: a chart holds the data, a [io.tandem.demos.plot.Drawing] the
/// lines and words it is drawn as, and a [io.tandem.demos.plot.PlotFile] is where it goes, as SVG
/// or PNG.
@NullMarked
package io.tandem.demos.plot;

import org.jspecify.annotations.NullMarked;
