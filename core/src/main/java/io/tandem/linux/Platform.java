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

  /// Whether system calls have the numbers of x86-64, not those of AArch64.
  static final boolean IS_AMD64 = System.getProperty("os.arch").equals("amd64");

  /// Whether files have owners and permissions.
  public static final boolean HAS_UNIX_FILES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private Platform() {}
}
