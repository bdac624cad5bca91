package io.tandem.tests;

import com.sun.jdi.Location;

/// A line of code that a JVM passes, and where it may die.
///
/// @param type the name of its class
/// @param method its method's name
/// @param number in the file
public record Line(String type, String method, int number) {
  static Line of(Location location) {
    return new Line(
        location.declaringType().name(), location.method().name(), location.lineNumber());
  }

  @Override
  public String toString() {
    return "%s.%s:%d".formatted(type.substring(type.lastIndexOf('.') + 1), method, number);
  }
}
