package io.tandem.demos.job;

import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;

/// A process of a job, and its row on the board.
///
/// @param role `producer` or `consumer`
record Worker(String role, JvmProcess process, Board.Row row) {
  /// Whether it has ended, in whatever way: none does by itself while there is a job.
  boolean hasEnded() {
    return process.exitStatus().isPresent();
  }

  LostProcess loss() {
    return new LostProcess(process.name(), process.pid(), how(process.exitStatus().orElseThrow()));
  }

  private static String how(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> "exited with code " + code;
      case ExitStatus.Signaled signaled ->
          "was killed by "
              + signaled.signal().map(s -> "SIG" + s).orElse("signal " + signaled.number());
    };
  }

  ProcessWork work() {
    return new ProcessWork(role, process.pid(), row.messages(), row.bytes());
  }
}
