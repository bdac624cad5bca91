package io.tandem.demos.plot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A file for a picture, checked when it is named: that is before the work whose picture it is.
///
/// A program takes one as an option, `null` if it is not given, and writes its chart at the end:
///
/// ```java
/// class Program {
///   @Option(names = "--plot", converter = PlotFile.Converter.class)
///   PlotFile plot;
///
///   void end(Chart chart) throws IOException {
///     if (plot != null) {
///       plot.write(chart);
///     }
///   }
/// }
/// ```
public final class PlotFile {
  /// What the option is described as.
  public static final String DESCRIPTION = "Draw it, too: a new or old file, .svg or .png.";

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
    if (Files.isDirectory(path)) {
      throw new IOException("'" + name + "' is a folder: name a file");
    }
    if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      throw new IOException(
          "'" + name + "' cannot be written, for lack of rights: name a file in a folder of yours");
    }
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

  /// Draws a chart into the file, over what is in it, and says so on standard output.
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
    System.out.println("Picture: " + path);
  }

  /// Makes one of a command's argument.
  public static final class Converter implements ITypeConverter<PlotFile> {
    @Override
    public PlotFile convert(String name) {
      try {
        return PlotFile.of(name);
      } catch (IOException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
