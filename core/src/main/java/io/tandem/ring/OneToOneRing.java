package io.tandem.ring;

/// Placeholder until the buffer lands.
public final class OneToOneRing {
  private OneToOneRing() {}
}
