package io.tandem.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes, finds and removes scopes, by name or by handle.
final class Scopes {
  private static final int OPEN_ATTEMPTS = 1000;
  private static final char SEPARATOR = ':';

  private Scopes() {}

  static ScopeMapping makeAnonymous(long bytes) {
    try {
      return ScopeMapping.makeAnonymous(checkBytes(bytes));
    } catch (IOException e) {
      throw OpenFile.failed("Cannot make an anonymous scope", e);
    }
  }

  static ScopeMapping create(String name, long bytes) {
    Path file = fileOf(name);
    try {
      ScopeMapping.create(file, checkBytes(bytes));
      return attach(file);
    } catch (IOException e) {
      throw OpenFile.failed("Cannot create scope '%s'".formatted(name), e);
    }
  }

  static ScopeMapping attach(String name) {
    return attach(fileOf(name));
  }

  static ScopeMapping open(String name, long bytes) {
    Path file = fileOf(name);
    checkBytes(bytes);
    Leftovers.sweep();
    for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
      try {
        return attach(file);
      } catch (MemoryException.Missing e) {
        createUnlessThere(file, bytes);
      }
    }
    throw new IllegalStateException(
        "Cannot open scope '%s': others remove it as fast as it is made.".formatted(name));
  }

  static boolean unlink(String name) {
    Path file = fileOf(name);
    try {
      boolean removed = Files.deleteIfExists(file);
      RegistryFile.removeBesideNothing(file.getParent());
      SharedDirectory.removeIfEmpty();
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlink scope '%s'".formatted(name), e);
    }
  }

  /// Text by which another process of this user can map a scope.
  static String handle(ScopeMapping mapping) {
    return mapping.header().id().toString() + SEPARATOR + mapping.file();
  }

  static ScopeMapping ofHandle(String handle) {
    int separator = handle.indexOf(SEPARATOR);
    if (separator < 0) {
      throw new IllegalArgumentException(
          "'%s' is not the handle of a scope: pass on what handle() returned.".formatted(handle));
    }
    String id = handle.substring(0, separator);
    Path file = Path.of(handle.substring(separator + 1));
    ScopeMapping mapping = attach(file);
    if (!mapping.header().id().toString().equals(id)) {
      mapping.release();
      throw new MemoryException.Stale(
          "The handle is of scope %s, but %s holds another one now. ".formatted(id, file)
              + "Get a new handle from its owner.");
    }
    return mapping;
  }

  private static ScopeMapping attach(Path file) {
    try {
      return ScopeMapping.attach(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot attach to scope " + file, e);
    }
  }

  private static void createUnlessThere(Path file, long bytes) {
    try {
      ScopeMapping.create(file, bytes);
    } catch (MemoryException.Exists e) {
      // Another process was faster.
    } catch (IOException e) {
      throw OpenFile.failed("Cannot create scope " + file, e);
    }
  }

  private static Path fileOf(String name) {
    return SharedDirectory.find().resolve(ObjectName.check("scope", name));
  }

  private static long checkBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "Cannot make a scope of %d bytes: use 1 or more.".formatted(bytes));
    }
    OpenFile.requirePossible(bytes);
    return bytes;
  }
}
