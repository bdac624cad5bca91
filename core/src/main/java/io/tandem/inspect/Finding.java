package io.tandem.inspect;

import java.nio.file.Path;

/// Something that a check-up of the user's shared memory found.
///
/// @param kind of thing
/// @param file it is about
/// @param text for people: what was found, and what to do if it is to be done by them
/// @param outcome what became of it
public record Finding(Kind kind, Path file, String text, Outcome outcome) {
  /// What was found.
  public enum Kind {
    /// A private file whose maker and users are gone.
    ABANDONED_FILE,
    /// A registry that no process and no scope needs.
    UNUSED_REGISTRY,
    /// A named scope that no living process has attached. It may be meant to stay.
    IDLE_SCOPE,
    /// A scope that cannot be used: damaged, of another version, or not to be trusted.
    BAD_SCOPE,
    /// A registry that cannot be used, or is of another version.
    BAD_REGISTRY,
    /// A registry that was deleted while processes use it.
    DELETED_REGISTRY,
    /// A directory that cannot be trusted.
    BAD_DIRECTORY,
    /// A file that is nothing of ours.
    UNKNOWN_FILE
  }

  /// What became of it.
  public enum Outcome {
    /// It was removed.
    REMOVED,
    /// It would be removed, if that had been asked for.
    REMOVABLE,
    /// It is harmless, and stays.
    KEPT,
    /// Somebody has to decide.
    NEEDS_ATTENTION
  }
}
