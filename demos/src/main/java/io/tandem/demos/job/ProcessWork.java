package io.tandem.demos.job;

/// The share that one process had in a job: the messages it sent or took, and their bytes.
public record ProcessWork(String role, long pid, long messages, long bytes) {}
