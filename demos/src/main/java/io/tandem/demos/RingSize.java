package io.tandem.demos;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number of bytes as the JVM does in `-Xmx`: `65536`, `64k` or `1m`.
final class RingSize implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    String number = text.toLowerCase(Locale.ROOT).replaceFirst("[kmg]$", "");
    long unit =
        switch (text.substring(number.length()).toLowerCase(Locale.ROOT)) {
          case "k" -> 1 << 10;
          case "m" -> 1 << 20;
          case "g" -> 1 << 30;
          default -> 1;
        };
    try {
      return Math.toIntExact(Math.multiplyExact(Long.parseLong(number), unit));
    } catch (NumberFormatException | ArithmeticException _) {
      throw new TypeConversionException(
          "'%s' is no size of up to 1g. Write it in bytes, or as in 64k or 1m.".formatted(text));
    }
  }
}
