package io.tandem.process;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The processors that a process may run on. It gets them from the thread that starts it, which is
/// therefore one of its own: pinned first, and over then.
final class CpuSet {
  static final int MOST = 1024; // as many as the C library's set has room for

  private CpuSet() {}

  /// Starts a process on these processors; where they cannot be chosen, on any.
  ///
  /// @param cpus their numbers
  static Process start(ProcessBuilder process, int[] cpus) throws IOException {
    Callable<Process> pinned =
        () -> {
          pin(cpus);
          return process.start();
        };
    var start = new FutureTask<>(pinned);
    Thread.ofPlatform().daemon().name("tandem-pinned").start(start);
    return result(start);
  }

  private static Process result(FutureTask<Process> start) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return start.get();
        } catch (InterruptedException _) {
          interrupted = true; // it has started, or soon will have
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException refused ? refused : new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void pin(int[] cpus) throws IOException {
    long[] mask = new long[MOST / Long.SIZE];
    for (int cpu : cpus) {
      mask[cpu / Long.SIZE] |= 1L << cpu;
    }
    try {
      LibC.call("sched_setaffinity", 0, (long) mask.length * Long.BYTES, mask);
    } catch (LastErrorException e) {
      throw new IOException("it may not use any of the processors " + Arrays.toString(cpus), e);
    } catch (UnsupportedOperationException _) {
      // It runs on any.
    }
  }
}
