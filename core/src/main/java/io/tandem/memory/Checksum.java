package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// FNV-1a over 64 bits: finds damage, not malice.
final class Checksum {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Checksum() {}

  static long of(MemorySegment bytes) {
    long hash = OFFSET_BASIS;
    for (long i = 0; i < bytes.byteSize(); i++) {
      hash = (hash ^ (bytes.get(JAVA_BYTE, i) & 0xff)) * PRIME;
    }
    return hash;
  }
}
