package io.tandem.inspect;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What is in a scope.
///
/// @param id tells it from every other, also from a later one of its name
/// @param creator who made it
/// @param space how it is filled
/// @param lock under which objects are made, found and freed
/// @param waits for locks among its objects
/// @param objects named and unnamed, in the order of their offsets
public record ScopeContents(
    UUID id,
    Creator creator,
    Space space,
    LockView lock,
    List<WaitView> waits,
    List<ObjectView> objects) {
  /// Copies the lists.
  public ScopeContents {
    waits = List.copyOf(waits);
    objects = List.copyOf(objects);
  }

  /// A lock, for people: `lock 'orders'`, or `int-value at offset 8192` if that has no name.
  ///
  /// @param lockOffset where it is in the scope's file
  public String lockText(long lockOffset) {
    return objects.stream()
        .filter(object -> object.offset() < lockOffset)
        .reduce((_, later) -> later)
        .map(ObjectView::label)
        .orElseGet(() -> "a lock at offset %d".formatted(lockOffset));
  }

  /// The process that made a scope.
  ///
  /// @param pid in its own pid namespace
  /// @param start when it began, by its own clock
  public record Creator(long pid, Instant start) {}

  /// How much of a scope is used. Sizes include what it needs for itself.
  ///
  /// @param bytes of all segments
  /// @param usedBytes in blocks that hold objects, and in the header
  /// @param freeBytes in blocks that were freed, or never used
  /// @param segments it has grown to
  public record Space(long bytes, long usedBytes, long freeBytes, int segments) {}
}
