package io.tandem.demos.plot;

/// Data with what it means. It says all that is needed to read it: title, units, legend.
public sealed interface Chart permits BarChart, HistogramChart, Interleaving {
  Drawing draw();
}
