package io.tandem.process;

import java.util.ArrayList;
import java.util.List;

/// What a parent prepares for one child and clears away after its end.
///
/// @param command the child's command line
/// @param block holds the task, and what the child tells of itself
/// @param argFile holds the child's flags and code path
/// @param order what the child is told of its task, in as many words
record Launch(List<String> command, LaunchBlock block, ArgFile argFile, List<String> order) {

  /// Prepares a start.
  static Launch prepare(String name, String identity, EncodedTask task, JvmCommand command) {
    LaunchBlock block = LaunchBlock.create(payload(identity, task).encode());
    try {
      ArgFile argFile = ArgFile.create(command.options());
      List<String> order = new ArrayList<>(List.of(Long.toString(block.position())));
      if (Registration.isWorthIt(task.classes())) {
        order.add(Registration.BESIDE);
      }
      return new Launch(command.line(name, argFile, order), block, argFile, order);
    } catch (RuntimeException e) {
      block.free();
      throw e;
    }
  }

  /// The same in a spare, which was started with an argument file of its own.
  Launch inSpare(ArgFile spareFile) {
    argFile.delete(); // nobody reads it
    return new Launch(command, block, spareFile, order);
  }

  /// The order as a line for a spare, which does not know its name yet.
  String order(String processName) {
    return String.join(" ", order) + "\t" + processName;
  }

  private static Payload payload(String identity, EncodedTask task) {
    return new Payload(
        identity,
        CurrentProcess.name(),
        ProcessHandle.current().pid(),
        MemoryClasses.reachableFrom(task.classes()),
        task.bytes());
  }

  void release() {
    argFile.delete();
    block.free();
  }
}
