package io.tandem.demos.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/// Pictures are well-formed, and go only where they can be written.
class PictureTest {
  private static final Chart CHART =
      new HistogramChart("A title", "a note", "time", List.of(new Samples("lock", 31, 35, 340)));

  @TempDir Path folder;

  @Property
  void anyTextIsWellFormedInAnSvg(@ForAll String text) throws Exception {
    String kept = "<a> & ]]>" + text.replaceAll("[\\x00-\\x1F\\uFFFE\\uFFFF]|\\p{Cs}", "\uFFFD");
    Drawing drawing =
        new HistogramChart("<a> & ]]>" + text, "n", "t", List.of(new Samples("lock", 3))).draw();

    Document svg = parsed(Svg.of(drawing));

    assertEquals("svg", svg.getDocumentElement().getLocalName());
    assertEquals("0 0 960 " + drawing.height(), svg.getDocumentElement().getAttribute("viewBox"));
    assertEquals(kept, svg.getElementsByTagName("title").item(0).getTextContent());
    assertEquals(kept, svg.getElementsByTagName("text").item(0).getTextContent());
  }

  @Test
  void anSvgSaysWhatItsBarsAreAndRefersToNothing() throws Exception {
    String text = Svg.of(CHART.draw());
    Document svg = parsed(text);

    var polygons = svg.getElementsByTagName("polygon");
    List<String> hints =
        IntStream.range(0, polygons.getLength())
            .mapToObj(i -> polygons.item(i).getTextContent())
            .filter(hint -> !hint.isEmpty())
            .toList();
    assertEquals(Drawings.hints(CHART.draw()), hints);
    assertFalse(text.contains("href") || text.contains("url(") || text.contains(" id="));
  }

  @Test
  void aPngHasTwoPixelsForOneAndIsNotBlank() throws IOException {
    requireFonts();
    Drawing drawing = CHART.draw();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.of(drawing)));

    assertEquals(2 * drawing.width(), image.getWidth());
    assertEquals(2 * drawing.height(), image.getHeight());
    int paper = Integer.decode(Color.PAPER);
    int ink = Integer.decode(Color.INK);
    int bars = Integer.decode(Color.BLUE);
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    assertTrue(share(pixels, paper) > 0.5);
    assertTrue(share(pixels, ink) > 0.0005);
    assertTrue(share(pixels, bars) > 0.002);
  }

  private static double share(int[] pixels, int color) {
    return IntStream.of(pixels).filter(pixel -> (pixel & 0xFFFFFF) == color).count()
        / (double) pixels.length;
  }

  @Test
  void aPictureIsWrittenOverWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("old.SVG"), "old");

    PlotFile.of(file.toString()).write(CHART);

    assertEquals(Svg.of(CHART.draw()), Files.readString(file));
  }

  @Test
  void aFileThatCannotBeAPictureIsRefusedWithTheReason() throws IOException {
    Path missing = folder.resolve("missing");
    Path inFile = Files.createFile(folder.resolve("file")).resolve("a.svg");
    Path named = Files.createDirectory(folder.resolve("folder.svg"));

    assertRefused("'a.gif' ends neither in .svg nor in .png: name a file that does", "a.gif");
    assertRefused("'plot' ends neither in .svg nor in .png: name a file that does", "plot");
    assertRefused("'' ends neither in .svg nor in .png: name a file that does", "");
    assertRefused(
        "'%s/a.svg' cannot be written, there is no folder %s: make it first"
            .formatted(missing, missing),
        missing + "/a.svg");
    assertRefused(
        "'%s' cannot be written, there is no folder %s: make it first"
            .formatted(inFile, inFile.getParent()),
        inFile.toString());
    assertRefused("'" + named + "' is a folder or a device: name a file", named.toString());
    assertRefused("'a\0.svg' is no name of a file: Nul character not allowed", "a\0.svg");
    var noFiles = assertThrows(IOException.class, () -> PlotFile.of("/proc/a.svg"));
    assertTrue(noFiles.getMessage().startsWith("'/proc/a.svg' cannot be written ("));
    assertTrue(noFiles.getMessage().endsWith("): name a file in a folder of yours"));
    assertFalse(Files.exists(missing));
  }

  private static void assertRefused(String message, String name) {
    assertEquals(message, assertThrows(IOException.class, () -> PlotFile.of(name)).getMessage());
  }

  private static void requireFonts() {
    try {
      Png.check();
    } catch (IOException e) {
      assumeTrue(false, e.getMessage());
    }
  }

  private static Document parsed(String svg) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }
}
