package io.tandem.memory;

/// Placeholder until the buffer lands.
public final class SegmentBuffer {
  private SegmentBuffer() {}
}
