package io.tandem.demos.job;

/// A process that died in the middle of a job.
///
/// @param how its end in words, such as `was killed by SIGKILL`
public record LostProcess(String role, long pid, String how) {
  /// Returns who died and how, as the beginning of a sentence.
  String inWords() {
    return "%s (pid %d) %s".formatted(role, pid, how);
  }
}
