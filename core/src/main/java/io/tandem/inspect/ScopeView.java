package io.tandem.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A scope, named or anonymous, whole or damaged.
///
/// @param name empty if it is anonymous
/// @param file that holds it
/// @param contents empty if they cannot be read: `problems` says why
/// @param attached the living processes that have it mapped, as far as `/proc` shows: those of this
///   user and pid namespace; empty where that is not known
/// @param problems what is wrong with it, one sentence each
public record ScopeView(
    Optional<String> name,
    Path file,
    Optional<ScopeContents> contents,
    Optional<List<AttachedView>> attached,
    List<String> problems) {
  private static final int ID_LENGTH = 8;

  /// Copies the lists.
  public ScopeView {
    attached = attached.map(List::copyOf);
    problems = List.copyOf(problems);
  }

  /// Its name; for an anonymous one the beginning of its id, in brackets.
  public String label() {
    return name.orElseGet(() -> "(%s)".formatted(shortId()));
  }

  private String shortId() {
    return contents
        .map(found -> found.id().toString().substring(0, ID_LENGTH))
        .orElse(file.getFileName().toString());
  }

  /// The threads that wait for its locks.
  public List<Deadlock.Step> waits() {
    return contents.stream()
        .flatMap(
            found ->
                found.waits().stream()
                    .map(
                        waiting ->
                            new Deadlock.Step(
                                label(), found.lockText(waiting.lockOffset()), waiting)))
        .toList();
  }
}
