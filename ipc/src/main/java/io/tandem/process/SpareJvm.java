package io.tandem.process;

import io.tandem.linux.ProcessStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// A JVM that has come as far as a child comes without a task, and waits for one.
///
/// It waits at its stdin, the pipe that ties it to its parent: one line hands it over, the end of
/// the pipe ends it. There is no moment at which it could be neither spare nor a child: who gives a
/// task to one that dies has started a child that died.
///
/// @param kind what it can be taken for
/// @param process the operating system's
/// @param argFile the flags it was started with
/// @param since [System#nanoTime] of its start
record SpareJvm(SpareKind kind, Process process, ArgFile argFile, long since) {
  static SpareJvm start(SpareKind kind, JvmCommand command) throws IOException {
    ArgFile argFile = ArgFile.create(command.options());
    try {
      Process process = kind.surroundings().start(command.spareLine(argFile));
      return new SpareJvm(kind, process, argFile, System.nanoTime());
    } catch (IOException | RuntimeException e) {
      argFile.delete();
      throw e;
    }
  }

  /// Hands it a task. From then on it is a child, whatever becomes of it: it may have run the task
  /// and ended when this returns.
  ///
  /// @return false if it is dead, and nobody has the task
  boolean take(String processName, Launch launch) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write((launch.order(processName) + "\n").getBytes(StandardCharsets.UTF_8));
      stdin.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// How many bytes of physical memory some take together.
  static long memoryOf(Collection<SpareJvm> spares) {
    return spares.stream().mapToLong(SpareJvm::memory).sum();
  }

  /// How many bytes of physical memory the largest of some takes.
  static long largestOf(Collection<SpareJvm> spares) {
    return spares.stream().mapToLong(SpareJvm::memory).max().orElse(0);
  }

  private long memory() {
    return ProcessStatus.bytes(process.pid(), ProcessStatus.RESIDENT);
  }

  void end() {
    process.destroyForcibly();
    argFile.delete();
  }
}
