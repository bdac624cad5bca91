package io.tandem.linux;

import java.nio.file.FileSystems;

/// What this machine offers beyond what Java promises everywhere.
public final class Platform {
  /// Set to `true` to use only what every platform has: for tests, and where native access is
  /// forbidden.
  public static final String PORTABLE = "tandem.portable";

  /// Whether the calls of [Libc] are there.
  public static final boolean NATIVE_LINUX =
      System.getProperty("os.name").equals("Linux")
          && System.getProperty("os.arch").matches("amd64|aarch64")
          && !Boolean.getBoolean(PORTABLE);

  /// Whether files have owners and permissions.
  public static final boolean HAS_UNIX_FILES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private Platform() {}
}
