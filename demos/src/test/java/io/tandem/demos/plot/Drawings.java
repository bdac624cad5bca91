package io.tandem.demos.plot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.plot.Mark.Area;
import io.tandem.demos.plot.Mark.Text;
import java.awt.geom.Rectangle2D;
import java.util.List;

/// What holds for every drawing.
final class Drawings {
  private Drawings() {}

  static List<String> texts(Drawing drawing) {
    return marks(drawing, Text.class).stream().map(Text::text).toList();
  }

  static List<String> hints(Drawing drawing) {
    return marks(drawing, Area.class).stream()
        .map(Area::hint)
        .filter(hint -> !hint.isEmpty())
        .toList();
  }

  /// Everything is inside the picture, and no text lies over another.
  static void assertReadable(Drawing drawing) {
    var frame = new Rectangle2D.Double(0, 0, drawing.width(), drawing.height());
    List<Text> texts = marks(drawing, Text.class);
    for (int i = 0; i < texts.size(); i++) {
      Rectangle2D box = box(texts.get(i));
      assertTrue(frame.contains(box), texts.get(i) + " is not inside");
      for (int j = 0; j < i; j++) {
        assertFalse(box.intersects(box(texts.get(j))), texts.get(i) + " over " + texts.get(j));
      }
    }
    for (Area area : marks(drawing, Area.class)) {
      for (Point point : area.points()) {
        assertTrue(
            point.x() >= 0
                && point.x() <= drawing.width()
                && point.y() >= 0
                && point.y() <= drawing.height(),
            area + " is not inside");
      }
    }
  }

  private static Rectangle2D box(Text text) {
    double width = Sketch.widthOf(text.text()) * text.size() / Sketch.SMALL;
    double share =
        switch (text.anchor()) {
          case START -> 0;
          case MIDDLE -> 0.5;
          case END -> 1;
        };
    double height = 0.75 * text.size(); // of its letters, above the base line
    return new Rectangle2D.Double(
        text.place().x() - share * width, text.place().y() - height, width, height);
  }

  private static <M extends Mark> List<M> marks(Drawing drawing, Class<M> kind) {
    return drawing.marks().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
