package io.tandem.demos.plot;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The option `--plot FILE` of a program: a picture of what it measures, too.
///
/// ```java
/// class Program {
///   @Mixin
///   private PlotOption plot;
///
///   void end(Chart chart) throws IOException {
///     plot.write(chart);
///   }
/// }
/// ```
public final class PlotOption {
  @Option(
      names = "--plot",
      paramLabel = "FILE",
      converter = Converter.class,
      description = "Draw it, too, into this file: .svg or .png.")
  private @Nullable PlotFile file;

  /// Whether there is to be a picture.
  public boolean isGiven() {
    return file != null;
  }

  /// Draws a chart and says where, or does nothing if no picture is wanted.
  ///
  /// @throws IOException if the file cannot be written
  public void write(Chart chart) throws IOException {
    if (file != null) {
      file.write(chart);
      System.out.println("Picture: " + file);
    }
  }

  /// Makes a checked file of an argument, before the program is run.
  static final class Converter implements ITypeConverter<PlotFile> {
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
