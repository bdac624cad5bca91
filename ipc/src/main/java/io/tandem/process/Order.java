package io.tandem.process;

import io.tandem.memory.SharedScope;

/// What a child is told of its task.
///
/// @param offset of the launch block
/// @param generation of the launch block
/// @param registers whether to register beside the decoding of the task
record Order(String offset, String generation, boolean registers) {

  /// @param words as [Launch#order()]
  static Order of(String... words) {
    boolean registers = words[words.length - 1].equals(Registration.BESIDE);
    return new Order(words[0], words[1], registers);
  }

  /// In a spare: what its parent wrote, which tells it its name.
  static Order ofLine(String line) {
    String[] parts = line.split("\t", 2);
    SharedScope.ofProcessTree().peers().rename(parts[1]);
    return of(parts[0].split(" "));
  }
}
