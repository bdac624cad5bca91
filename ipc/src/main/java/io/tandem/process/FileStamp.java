package io.tandem.process;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What changes with every change of a file, so that its content need not be read again.
///
/// A program can set a file's time of modification, and some build tools do; nobody can set the
/// time of its last change, which the kernel keeps beside it. That one moves in steps, so a stamp
/// says nothing yet of a file that has just been written: see [#isSettled].
///
/// @param text the stamp; empty if there is no such file
/// @param changed the time of the last change
record FileStamp(String text, Instant changed) {
  /// Longer than a step of any clock that a file system stamps with.
  static final Duration STEP = Duration.ofSeconds(2);

  private static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino,dev";
  private static final FileStamp NONE = new FileStamp("", Instant.EPOCH);

  /// @throws IOException if it cannot be looked at
  static FileStamp of(Path file) throws IOException {
    Map<String, Object> found;
    try {
      found = Files.readAttributes(file, ATTRIBUTES);
    } catch (NoSuchFileException e) {
      return NONE;
    }
    var changed = (FileTime) found.get("ctime");
    List<String> parts =
        List.of(
            found.get("size").toString(),
            Long.toString(((FileTime) found.get("lastModifiedTime")).to(NANOSECONDS)),
            Long.toString(changed.to(NANOSECONDS)),
            found.get("ino").toString(),
            found.get("dev").toString());
    return new FileStamp(String.join(" ", parts), changed.toInstant()); // fast in a new JVM, too
  }

  /// Whether every later change would give another stamp.
  boolean isSettled(Instant now) {
    return changed.isBefore(now.minus(STEP));
  }
}
