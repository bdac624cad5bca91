package io.tandem.peer;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// The first 64 bytes of a registry's file, in the place of slot 0. The slots follow, see
/// [SlotLayout]. Native byte order; one machine only.
///
/// ```text
/// offset  size  field           written by           read by
///      0     8  magic           creator, plain       attacher, after state
///      8     4  endianMark      creator, plain       attacher, after state
///     12     4  layoutVersion   creator, plain       attacher, after state
///     16     8  idHigh          creator, plain       attacher, after state
///     24     8  idLow           creator, plain       attacher, after state
///     32     4  libraryVersion  creator, plain       attacher, after state
///     36     4  state           creator, release     attacher, acquire
///     40     4  next            claimers, in turn    claimers, in turn
///     44     4  changes         claimers, atomic     watchers, acquire
///     48    16  reserved        nobody, zero         nobody
///     64
/// ```
///
/// `next` is the slot to try first, so that a slot rests as long as possible before it is used
/// again. `changes` grows, and its sleepers are woken, whenever a process has registered.
final class RegistryLayout {
  static final long MAGIC = 0x535245455044544cL; // "LTDPEERS", little endian
  static final int ENDIAN_MARK = 0x01020304;
  static final int VERSION = 1;
  static final int READY = 0x59444552; // "REDY"

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("magic"),
              JAVA_INT.withName("endianMark"),
              JAVA_INT.withName("layoutVersion"),
              JAVA_LONG.withName("idHigh"),
              JAVA_LONG.withName("idLow"),
              JAVA_INT.withName("libraryVersion"),
              JAVA_INT.withName("state"),
              JAVA_INT.withName("next"),
              JAVA_INT.withName("changes"),
              sequenceLayout(2, JAVA_LONG).withName("reserved"))
          .withName("registry");

  static final long MAGIC_AT = 0;
  static final long ENDIAN_AT = 8;
  static final long VERSION_AT = 12;
  static final long ID_HIGH_AT = 16;
  static final long ID_LOW_AT = 24;
  static final long LIBRARY_AT = 32;
  static final long STATE_AT = 36;
  static final long NEXT_AT = 40;
  static final long CHANGES_AT = 44;

  private RegistryLayout() {}
}
