package io.tandem.demos.plot;

import java.util.List;

/// A chart, drawn: what [Svg] and [Png] write.
///
/// @param title what it shows, for readers that cannot see it
/// @param width in pixels
/// @param height in pixels
/// @param marks those behind come first
public record Drawing(String title, int width, int height, List<Mark> marks) {
  public Drawing {
    marks = List.copyOf(marks);
  }
}
