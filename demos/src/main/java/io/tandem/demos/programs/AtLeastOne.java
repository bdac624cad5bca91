package io.tandem.demos.programs;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of something there must be.
final class AtLeastOne implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException _) {
      // is no number
    }
    throw new TypeConversionException("'" + text + "' is not a number from 1 to 2147483647");
  }
}
