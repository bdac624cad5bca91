package io.tandem.tests.sync;

import java.util.List;

/// Where a cast acts: in how many processes, by which kind of thread, and in which of the ways that
/// a machine may offer to sleep.
enum Setting {
  ONE_PROCESS(1),
  THREE_PROCESSES(3),
  VIRTUAL_THREADS(2, "-Djdk.virtualThreadScheduler.parallelism=1", "-D" + Actors.VIRTUAL + "=true"),
  PLAIN_FUTEXES(2, "-Dtandem.waitv=false", "-Dtandem.robust=false"),
  POLLING(2, "-Dtandem.parker=polling"),
  NO_NATIVE_CALLS(2, "-Dtandem.portable=true");

  private final int processes;
  private final List<String> flags;

  Setting(int processes, String... flags) {
    this.processes = processes;
    this.flags = List.of(flags);
  }

  int processes() {
    return processes;
  }

  List<String> flags() {
    return flags;
  }
}
