package io.tandem.demos.job;

/// Tells a job's listener what is new.
final class Progress {
  private final Job job;
  private final long most;
  private long shown;

  Progress(Job job) {
    this.job = job;
    this.most = job.files().stream().mapToLong(file -> file.size()).sum();
  }

  /// @param done the bytes of the files that were read; those that were read twice count twice
  void show(long done) {
    long now = Math.min(done, most);
    job.progress().accept(now - shown);
    shown = now;
  }
}
