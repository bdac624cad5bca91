package io.tandem.demos.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The files and directories that could not be read, or not to their end. Each is named in a
/// warning at once; none stops the job.
public final class SkippedFiles {
  private final PrintWriter warnings;
  private int count;

  public SkippedFiles(PrintWriter warnings) {
    this.warnings = warnings;
  }

  /// Warns of one more.
  public void add(Path path, IOException why) {
    count++;
    warnings.printf("tandem: skipped %s: %s%n", path, reason(why));
    warnings.flush();
  }

  /// Returns how many there are.
  public int count() {
    return count;
  }

  private static String reason(IOException why) {
    return switch (why) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it is gone";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> why.toString();
    };
  }
}
