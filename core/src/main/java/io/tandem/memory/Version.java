package io.tandem.memory;

/// The library's own version, as shared files record it.
final class Version {
  /// As in the build: a test compares them.
  static final String LIBRARY = "0.1.0";

  static final int PACKED = pack(LIBRARY);

  private Version() {}

  static int pack(String version) {
    String[] parts = version.split("\\.");
    return Integer.parseInt(parts[0]) << 16
        | Integer.parseInt(parts[1]) << 8
        | Integer.parseInt(parts[2]);
  }

  static String unpack(int packed) {
    return "%d.%d.%d".formatted(packed >>> 16, packed >>> 8 & 0xff, packed & 0xff);
  }
}
