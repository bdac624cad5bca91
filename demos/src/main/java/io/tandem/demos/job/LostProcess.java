package io.tandem.demos.job;

/// A process that died in the middle of a job.
///
/// @param how its end in words, such as `killed by SIGKILL`
public record LostProcess(String role, long pid, String how) {}
