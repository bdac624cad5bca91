package io.tandem.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The first two pages of a scope's file: a header that never changes once it is published, and the
/// control words of the allocator and the directory. Native byte order; one machine only.
///
/// ```text
/// offset  size  field           written by               read by
///      0     8  magic           creator, plain           attacher, after state
///      8     4  endianMark      creator, plain           attacher, after state
///     12     4  layoutVersion   creator, plain           attacher, after state
///     16     8  layoutHash      creator, plain           attacher, after state
///     24     4  libraryVersion  creator, plain           attacher, after state
///     28     4  kind            creator, plain           attacher, after state
///     32     8  idHigh          creator, plain           attacher, after state
///     40     8  idLow           creator, plain           attacher, after state
///     48     8  initialBytes    creator, plain           attacher, after state
///     56     8  creatorPid      creator, plain           attacher, after state
///     64     8  creatorStart    creator, plain           attacher, after state
///     72     8  registryHigh    creator, plain           attacher, after state
///     80     8  registryLow     creator, plain           attacher, after state
///     88    24  reserved        nobody, zero             attacher, after state
///    112     8  checksum        creator, plain           attacher, after state
///    120     4  state           creator, release, last   attacher, acquire, first
///    124     4  tail            nobody, zero             attacher, after state
///    128     8  pending         guard holder, release    guard holder, acquire
///    136     4  segmentCount    guard holder, release    anybody, acquire
///    140    52  -
///    192   512  segmentEnd      guard holder, plain      anybody, after segmentCount
///    704   512  segmentTop      guard holder, release    anybody, acquire
///   1216   512  freeHead        guard holder, release    guard holder, acquire
///   1728  2048  bucket          guard holder, release    guard holder, acquire
///   3776    64  guard           see LockLayout           see LockLayout
///   3840   256  -
///   4096  4096  waits           see WaitsLayout          see WaitsLayout
///   8192
/// ```
///
/// `checksum` covers bytes 0 to 111. `segmentEnd[k]` is the file offset where segment `k` ends and
/// segment `k + 1` begins; `segmentTop[k]` is where its never used part begins. `pending` is the
/// block that the guard holder is making or freeing, 0 for none: the next holder finds there what a
/// dead one left half done. `freeHead` holds one list of free blocks per size class, `bucket` one
/// list of named blocks per hash of the name. `guard` is the lock under which all of this changes.
/// `waits` tells which threads wait for locks in the scope.
final class ScopeLayout {
  static final long MAGIC = 0x435345444e41544cL; // "LTANDESC", little endian
  static final int ENDIAN_MARK = 0x01020304;
  static final int VERSION = 3;
  static final int READY = 0x59444552; // "REDY"
  static final int NAMED = 1;
  static final int ANONYMOUS = 2;
  static final long CHECKED_BYTES = 112;

  static final int MAX_SEGMENTS = 64;
  static final int SIZE_CLASSES = 64;
  static final int BUCKETS = 256;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("magic"),
              JAVA_INT.withName("endianMark"),
              JAVA_INT.withName("layoutVersion"),
              JAVA_LONG.withName("layoutHash"),
              JAVA_INT.withName("libraryVersion"),
              JAVA_INT.withName("kind"),
              JAVA_LONG.withName("idHigh"),
              JAVA_LONG.withName("idLow"),
              JAVA_LONG.withName("initialBytes"),
              JAVA_LONG.withName("creatorPid"),
              JAVA_LONG.withName("creatorStart"),
              JAVA_LONG.withName("registryHigh"),
              JAVA_LONG.withName("registryLow"),
              sequenceLayout(3, JAVA_LONG).withName("reserved"),
              JAVA_LONG.withName("checksum"),
              JAVA_INT.withName("state"),
              JAVA_INT.withName("tail"),
              JAVA_LONG.withName("pending"),
              JAVA_INT.withName("segmentCount"),
              paddingLayout(52),
              sequenceLayout(MAX_SEGMENTS, JAVA_LONG).withName("segmentEnd"),
              sequenceLayout(MAX_SEGMENTS, JAVA_LONG).withName("segmentTop"),
              sequenceLayout(SIZE_CLASSES, JAVA_LONG).withName("freeHead"),
              sequenceLayout(BUCKETS, JAVA_LONG).withName("bucket"),
              sequenceLayout(8, JAVA_LONG).withName("guard"),
              paddingLayout(256),
              sequenceLayout(512, JAVA_LONG).withName("waits"))
          .withName("scope");

  static final long GUARD_AT = 3776;
  static final long WAITS_AT = 4096;

  /// Where blocks begin.
  static final long BYTES = LAYOUT.byteSize();

  static final long MAGIC_AT = 0;
  static final long ENDIAN_AT = 8;
  static final long VERSION_AT = 12;
  static final long HASH_AT = 16;
  static final long LIBRARY_AT = 24;
  static final long KIND_AT = 28;
  static final long ID_HIGH_AT = 32;
  static final long ID_LOW_AT = 40;
  static final long INITIAL_BYTES_AT = 48;
  static final long CREATOR_PID_AT = 56;
  static final long CREATOR_START_AT = 64;
  static final long REGISTRY_HIGH_AT = 72;
  static final long REGISTRY_LOW_AT = 80;
  static final long CHECKSUM_AT = 112;
  static final long STATE_AT = 120;
  static final long TAIL_AT = 124;
  static final long PENDING_AT = 128;
  static final long SEGMENT_COUNT_AT = 136;
  private static final long SEGMENT_END_AT = 192;
  private static final long SEGMENT_TOP_AT = 704;
  private static final long FREE_HEAD_AT = 1216;
  private static final long BUCKET_AT = 1728;

  private ScopeLayout() {}

  /// Differs when any field of a scope or of its blocks has another name, place or size.
  static long layoutHash() {
    var fields = new StringBuilder();
    for (StructLayout layout : new StructLayout[] {LAYOUT, BlockLayout.LAYOUT}) {
      for (MemoryLayout field : layout.memberLayouts()) {
        fields.append(field.name().orElse("-")).append(field.byteSize()).append(' ');
      }
    }
    return Checksum.of(MemorySegment.ofArray(fields.toString().getBytes(US_ASCII)));
  }

  static long segmentEndAt(int segment) {
    return SEGMENT_END_AT + (long) segment * Long.BYTES;
  }

  static long segmentTopAt(int segment) {
    return SEGMENT_TOP_AT + (long) segment * Long.BYTES;
  }

  static long freeHeadAt(int sizeClass) {
    return FREE_HEAD_AT + (long) sizeClass * Long.BYTES;
  }

  static long bucketAt(int bucket) {
    return BUCKET_AT + (long) bucket * Long.BYTES;
  }
}
