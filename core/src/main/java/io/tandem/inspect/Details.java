package io.tandem.inspect;

import java.util.Optional;

/// What the owner of a structure has to say of one. Implemented by records, whose components are
/// the names that a tool prints.
public interface Details {
  /// For people, in one line.
  String text();

  /// The lock of the structure, if it has one.
  default Optional<LockView> lock() {
    return Optional.empty();
  }
}
