package io.tandem.demos.plot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/// A file for a picture, checked when it is named: that is before the work whose picture it is.
///
/// ```java
/// var file = PlotFile.of("locks.svg");
/// file.write(new HistogramChart("A title", "a note", "time of a call",
///     List.of(new Samples("alone", 31, 35, 34))));
/// ```
public final class PlotFile {
  private final Path path;
  private final boolean png;

  private PlotFile(Path path, boolean png) {
    this.path = path;
    this.png = png;
  }

  /// Checks a name.
  ///
  /// @throws IOException if it ends neither in `.svg` nor in `.png`, if its folder is missing, if
  ///   it cannot be written, or if it is a `.png` and there is no font
  public static PlotFile of(String name) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean png = lower.endsWith(".png");
    if (!png && !lower.endsWith(".svg")) {
      throw new IOException(
          "'" + name + "' ends neither in .svg nor in .png: name a file that does");
    }
    Path path = path(name);
    Path folder = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "'" + name + "' cannot be written, there is no folder " + folder + ": make it first");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("'" + name + "' is a folder or a device: name a file");
    }
    tryToWrite(path, name);
    if (png) {
      Png.check();
    }
    return new PlotFile(path, png);
  }

  private static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException("'" + name + "' is no name of a file: " + e.getReason(), e);
    }
  }

  /// Rights do not tell all: a file system may be read-only. Leaves everything as it is.
  private static void tryToWrite(Path path, String name) throws IOException {
    boolean isNew = Files.notExists(path);
    try (var _ = Files.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      if (isNew) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new IOException(
          "'" + name + "' cannot be written (" + e + "): name a file in a folder of yours", e);
    }
  }

  /// Draws a chart into the file, over what is in it.
  ///
  /// @throws IOException if it cannot be written, such as on a full disk
  public void write(Chart chart) throws IOException {
    Drawing drawing = chart.draw();
    byte[] bytes = png ? Png.of(drawing) : Svg.of(drawing).getBytes(UTF_8);
    try {
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new IOException("Cannot write the picture " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
