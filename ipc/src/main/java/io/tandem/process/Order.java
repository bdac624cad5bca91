package io.tandem.process;

import io.tandem.memory.SharedScope;

/// What a child is told of its task.
///
/// @param position where the launch block begins in the scope's file, in bytes
/// @param registers whether to register beside the decoding of the task
record Order(long position, boolean registers) {

  /// @param words as [Launch#order()]
  static Order of(String... words) {
    boolean registers = words[words.length - 1].equals(Registration.BESIDE);
    return new Order(Long.parseLong(words[0]), registers);
  }

  /// In a spare: what its parent wrote, which tells it its name.
  static Order ofLine(String line) {
    String[] parts = line.split("\t", 2);
    SharedScope.ofProcessTree().peers().rename(parts[1]);
    return of(parts[0].split(" "));
  }
}
