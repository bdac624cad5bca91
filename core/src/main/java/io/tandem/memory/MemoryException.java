package io.tandem.memory;

import java.nio.file.Path;

/// Shared memory could not be made, found or trusted. The message says what failed, what was found
/// and what to do; the subclass says which of these it is.
@SuppressWarnings("serial")
public abstract sealed class MemoryException extends RuntimeException {
  private MemoryException(String message) {
    super(message);
  }

  /// What was to be created is already there.
  public static final class Exists extends MemoryException {
    Exists(String message) {
      super(message);
    }
  }

  /// What was to be attached is not there.
  public static final class Missing extends MemoryException {
    Missing(String message) {
      super(message);
    }
  }

  /// The file system or the container has no room for it. Nothing was left behind.
  public static final class NoSpace extends MemoryException {
    NoSpace(String message) {
      super(message);
    }
  }

  /// The file is there but is not what this version of the library writes, or it is damaged.
  public static final class Incompatible extends MemoryException {
    /// @param message what failed, what was found, what to do
    public Incompatible(String message) {
      super(message);
    }

    static Incompatible of(Path file, String found, String expected) {
      return new Incompatible(
          "Cannot attach to %s: %s, expected %s. ".formatted(file, found, expected)
              + "It was made by another version or program, or it is damaged: "
              + "use the same version everywhere, or remove it and create it again.");
    }
  }

  /// The file, its directory or its owner is not one that can be trusted.
  public static final class Refused extends MemoryException {
    Refused(String message) {
      super(message);
    }
  }

  /// A handle names an object that was freed, replaced, or never was in this scope.
  public static final class Stale extends MemoryException {
    Stale(String message) {
      super(message);
    }
  }
}
