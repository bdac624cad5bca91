package io.tandem.tests;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What exists now and did not when this object was made: processes of this test run, and files.
///
/// Other programs use the same machine at the same time, so a thing counts only if it stays
/// throughout a grace period, and a file only if no process of somebody else has it mapped.
final class Leftovers {
  private static final int MILLIS_BETWEEN_LOOKS = 100;

  private final SharedFiles files;
  private final RunProcesses processes;
  private final int looks;
  private final Set<Object> before;

  /// @param looks how often to look, ten times a second, before a thing counts as left
  Leftovers(SharedFiles files, RunProcesses processes, int looks) {
    this.files = files;
    this.processes = processes;
    this.looks = looks;
    this.before = present();
  }

  /// Looks until nothing is left, or until the grace period is over.
  ///
  /// @return a line for each thing that was there in every look
  List<String> afterGrace() throws InterruptedException {
    Set<Object> left = present();
    left.removeAll(before);
    for (int look = 1; look < looks && !left.isEmpty(); look++) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS); // a file of another program gives no sign when it goes
      left.retainAll(present());
    }
    return left.stream().map(Leftovers::describe).sorted().toList();
  }

  private Set<Object> present() {
    Set<ProcessHandle> running = processes.list();
    var things = new HashSet<Object>(running);
    things.addAll(files.notMappedByOthers(running));
    return things;
  }

  private static String describe(Object thing) {
    return switch (thing) {
      case ProcessHandle process -> "process " + RunProcesses.describe(process);
      case Path file -> "file " + file;
      default -> thing.toString();
    };
  }
}
