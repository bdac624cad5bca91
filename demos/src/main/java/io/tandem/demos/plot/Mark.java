package io.tandem.demos.plot;

import java.util.List;

/// What a [Drawing] is made of: three things that every format can draw. Colours are `#RRGGBB`.
public sealed interface Mark {
  /// Points joined by a line.
  ///
  /// @param width of the line, in pixels
  record Path(List<Point> points, String color, double width, boolean dashed) implements Mark {
    public Path {
      points = List.copyOf(points);
    }
  }

  /// A filled polygon.
  ///
  /// @param hint what it stands for, in words; shown by viewers that can, when pointed at; may be
  ///   empty
  record Area(List<Point> points, String color, String hint) implements Mark {
    public Area {
      points = List.copyOf(points);
    }
  }

  /// One line of text.
  ///
  /// @param place its anchor, on the base line
  /// @param size of the font, in pixels
  record Text(Point place, String text, String color, int size, boolean bold, Anchor anchor)
      implements Mark {}

  /// Which end of a text its place is.
  enum Anchor {
    START,
    MIDDLE,
    END
  }
}
