package io.tandem.demos.plot;

/// A place in a [Drawing].
///
/// @param x pixels from the left edge
/// @param y pixels from the upper edge
public record Point(double x, double y) {}
