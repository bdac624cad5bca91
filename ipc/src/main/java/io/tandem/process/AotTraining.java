package io.tandem.process;

import io.tandem.sync.SharedLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The two runs in which a cache is made.
///
/// @param program whose cache it is
/// @param classes of the program that it shall hold, by name
record AotTraining(AotProgram program, String[] classes) {

  /// Starts a child as every child is started, on a task that does what most do first.
  ///
  /// @param learned the file to write
  boolean learn(Path learned) throws IOException, InterruptedException {
    SharedLock lock = SharedLock.create();
    try {
      JvmCommand command = command("-XX:AOTMode=record", "-XX:AOTConfiguration=" + learned);
      EncodedTask task = EncodedTask.of("training", task(lock, classes));
      Launch launch = Launch.prepare("training", "0", task, command);
      try {
        return BackgroundJvm.run(launch.command()) == 0;
      } finally {
        launch.release();
      }
    } finally {
      lock.free();
    }
  }

  /// The program's own classes are loaded, but none of their code runs.
  private static Action task(SharedLock lock, String[] classes) {
    return () -> {
      lock.lock();
      lock.unlock();
      for (String name : classes) {
        try {
          Class.forName(name, false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException | LinkageError _) {
          // It came to the program in another way.
        }
      }
    };
  }

  /// @param learned what [#learn] wrote
  /// @param cache the file to write
  boolean write(Path learned, Path cache) throws IOException, InterruptedException {
    JvmCommand command =
        command("-XX:AOTMode=create", "-XX:AOTConfiguration=" + learned, "-XX:AOTCache=" + cache);
    ArgFile argFile = ArgFile.create(command.options());
    try {
      return BackgroundJvm.run(List.of(command.java().toString(), "@" + argFile.path())) == 0;
    } finally {
      argFile.delete();
    }
  }

  /// Without what only the user's own child may write to or listen at.
  private JvmCommand command(String... flags) {
    var harmless =
        new AotProgram(
            program.java(),
            InheritedFlags.of(program.flags(), List.of()),
            program.path(),
            program.virtualMachine());
    return harmless.command(List.of(flags), program.path().cached());
  }
}
