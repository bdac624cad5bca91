package io.tandem.memory;

import java.nio.charset.StandardCharsets;

/// What kind of object a block of a scope holds, so that nobody reads one as another.
///
/// **Shape.** A tag of 1 to 8 printable ASCII characters and a version of its layout. Two types are
/// the same only if both are.
///
/// ```java
/// var type = new ObjectType("orders", 1);
/// ```
///
/// @param tag 1 to 8 printable ASCII characters, without spaces
/// @param version of the object's layout: 1 or more
public record ObjectType(String tag, int version) {
  /// Bytes without further structure.
  public static final ObjectType RAW = new ObjectType("raw", 1);

  /// Checks both parts.
  public ObjectType {
    if (!tag.matches("[!-~]{1,8}")) {
      throw new IllegalArgumentException(
          "Object type tag '%s' is not allowed: use 1 to 8 printable ASCII characters."
              .formatted(tag));
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "Object type version %d is not allowed: use 1 or more.".formatted(version));
    }
  }

  /// Whether these are its parts, of which memory that is damaged may have any.
  public boolean is(String otherTag, int otherVersion) {
    return tag.equals(otherTag) && version == otherVersion;
  }

  long tagBits() {
    long bits = 0;
    for (int i = tag.length() - 1; i >= 0; i--) {
      bits = bits << 8 | tag.charAt(i);
    }
    return bits;
  }

  /// For messages: whatever the bits are, printable.
  static String describe(long tagBits, int version) {
    return "%s version %d".formatted(tagOf(tagBits), version);
  }

  /// The tag, printable whatever the bits are.
  static String tagOf(long tagBits) {
    var bytes = new byte[8];
    int length = 0;
    for (long rest = tagBits; rest != 0; rest >>>= 8) {
      byte next = (byte) rest;
      bytes[length++] = next > ' ' && next < 127 ? next : (byte) '?';
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return describe(tagBits(), version);
  }
}
