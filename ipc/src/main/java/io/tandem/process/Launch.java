package io.tandem.process;

import java.util.List;

/// What a parent prepares for one child and clears away after its end.
///
/// @param command the child's command line
/// @param block holds the task, and what the child tells of itself
/// @param argFile holds the child's flags and code path
record Launch(List<String> command, LaunchBlock block, ArgFile argFile) {

  /// Prepares a start.
  static Launch prepare(String name, String identity, EncodedTask task, JvmCommand command) {
    LaunchBlock block = LaunchBlock.create(payload(identity, task).encode());
    try {
      ArgFile argFile = ArgFile.create(command.options());
      boolean registers = Registration.isWorthIt(task.classes());
      return new Launch(command.line(name, argFile, block, registers), block, argFile);
    } catch (RuntimeException e) {
      block.free();
      throw e;
    }
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
