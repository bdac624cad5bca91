package io.tandem.inspect;

import java.util.Optional;

/// An object in a scope.
///
/// @param name empty if it has none
/// @param tag of its type
/// @param version of its layout
/// @param bytes of its memory
/// @param offset in the scope, where its block begins
/// @param details what the owner of the type says of it, if it says anything
public record ObjectView(
    Optional<String> name,
    String tag,
    int version,
    long bytes,
    long offset,
    Optional<Details> details) {
  /// For people: `lock 'orders'`, or `lock at offset 8192` if it has no name.
  public String label() {
    return tag + name.map(" '%s'"::formatted).orElseGet(() -> " at offset " + offset);
  }
}
