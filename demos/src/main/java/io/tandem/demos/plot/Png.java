package io.tandem.demos.plot;

import io.tandem.demos.plot.Mark.Area;
import io.tandem.demos.plot.Mark.Path;
import io.tandem.demos.plot.Mark.Text;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/// Paints a [Drawing] with Java's own graphics, two pixels for one, so that it stays sharp on large
/// screens. It needs a font; where there is none, [#check] says what to install.
final class Png {
  static final int SCALE = 2;

  private Png() {}

  /// Tries whether text can be painted, before any work is done for it.
  ///
  /// @throws IOException if not, with the cause and what to do
  static void check() throws IOException {
    of(
        new Drawing(
            "",
            1,
            1,
            List.of(new Text(new Point(0, 1), "x", Color.INK, 13, false, Mark.Anchor.START))));
  }

  static byte[] of(Drawing drawing) throws IOException {
    System.setProperty("java.awt.headless", "true"); // no screen is needed, even if there is one
    var image =
        new BufferedImage(
            SCALE * drawing.width(), SCALE * drawing.height(), BufferedImage.TYPE_INT_RGB);
    try {
      paint(drawing, image.createGraphics());
    } catch (InternalError | LinkageError | RuntimeException e) {
      throw new IOException(
          "Java finds no fonts here, which a .png needs ("
              + e
              + "): install some (apt-get install fontconfig fonts-dejavu-core, or"
              + " dnf install fontconfig dejavu-sans-fonts), or name an .svg",
          e);
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static void paint(Drawing drawing, Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(java.awt.Color.decode(Color.PAPER));
    graphics.fillRect(0, 0, drawing.width(), drawing.height());
    for (Mark mark : drawing.marks()) {
      switch (mark) {
        case Path path -> paint(path, graphics);
        case Area area -> paint(area, graphics);
        case Text text -> paint(text, graphics);
      }
    }
    graphics.dispose();
  }

  private static void paint(Path path, Graphics2D graphics) {
    graphics.setColor(java.awt.Color.decode(path.color()));
    float width = (float) path.width();
    graphics.setStroke(
        path.dashed()
            ? new BasicStroke(
                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 3}, 0)
            : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    graphics.draw(outline(path.points()));
  }

  private static void paint(Area area, Graphics2D graphics) {
    graphics.setColor(java.awt.Color.decode(area.color()));
    Path2D outline = outline(area.points());
    outline.closePath();
    graphics.fill(outline);
  }

  private static void paint(Text text, Graphics2D graphics) {
    graphics.setColor(java.awt.Color.decode(text.color()));
    graphics.setFont(new Font(Font.SANS_SERIF, text.bold() ? Font.BOLD : Font.PLAIN, text.size()));
    double width =
        graphics.getFont().getStringBounds(text.text(), graphics.getFontRenderContext()).getWidth();
    double share =
        switch (text.anchor()) {
          case START -> 0;
          case MIDDLE -> 0.5;
          case END -> 1;
        };
    graphics.drawString(
        text.text(), (float) (text.place().x() - share * width), (float) text.place().y());
  }

  private static Path2D outline(List<Point> points) {
    var outline = new Path2D.Double();
    outline.moveTo(points.getFirst().x(), points.getFirst().y());
    points.forEach(point -> outline.lineTo(point.x(), point.y()));
    return outline;
  }
}
