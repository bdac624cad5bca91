package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tandem.inspect.Details;
import io.tandem.inspect.ObjectView;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.ScopeContents;
import io.tandem.inspect.ScopeContents.Creator;
import io.tandem.inspect.ScopeContents.Space;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import io.tandem.lock.WaitsViewer;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.IntFunction;

/// Reads a scope from outside, while others may make, change and free objects in it.
///
/// Blocks are never split, joined or moved, and `segmentTop` passes a block only when its header is
/// whole; so they can be followed from the start of each segment to its top without the lock. What
/// a block holds may change meanwhile: what was read counts only if the block was used before and
/// after, in the same generation. Every offset is checked, so damage ends the reading of a segment,
/// and no more.
final class ScopeReader {
  private static final int ATTEMPTS = 3;
  private static final List<Viewer> VIEWERS =
      ServiceLoader.load(Viewer.class, Viewer.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private final MemorySegment memory;
  private final Words words;
  private final IntFunction<PeerView> peers;
  private final List<String> problems;
  private final List<ObjectView> objects = new ArrayList<>();
  private long usedBytes = ScopeLayout.BYTES;

  /// @param memory the whole file, with a header that was checked
  /// @param peers the process that an owner is
  /// @param problems gets what is wrong
  ScopeReader(MemorySegment memory, IntFunction<PeerView> peers, List<String> problems) {
    this(memory, new SegmentWords(memory), peers, problems);
  }

  ScopeReader(
      MemorySegment memory, Words words, IntFunction<PeerView> peers, List<String> problems) {
    this.memory = memory;
    this.words = words;
    this.peers = peers;
    this.problems = problems;
  }

  /// @throws MemoryException.Incompatible if it is not a scope of this version
  static ScopeHeader header(Path file, MemorySegment memory) {
    if (memory.byteSize() < ScopeLayout.BYTES) {
      throw ScopeHeader.tooShort(file, memory.byteSize());
    }
    var copy = MemorySegment.ofArray(new long[(int) ScopeLayout.BYTES / Long.BYTES]);
    copy.copyFrom(memory.asSlice(0, ScopeLayout.BYTES));
    return ScopeHeader.readFrom(new SegmentWords(copy), file, memory.byteSize());
  }

  ScopeContents read(ScopeHeader header) {
    int segments = words.getIntAcquire(ScopeLayout.SEGMENT_COUNT_AT); // pairs with publish
    long start = 0;
    int count = 0;
    while (count < Math.min(segments, ScopeLayout.MAX_SEGMENTS)) {
      long end = words.getLong(ScopeLayout.segmentEndAt(count));
      if (end <= start || end > memory.byteSize()) {
        break;
      }
      readSegment(count, Math.max(start, ScopeLayout.BYTES), end);
      start = end;
      count++;
    }
    if (count < segments || count == 0) {
      problems.add("It says it has %d segments, and %d are whole.".formatted(segments, count));
    }
    return new ScopeContents(
        header.id(),
        new Creator(
            words.getLong(ScopeLayout.CREATOR_PID_AT),
            Instant.ofEpochMilli(words.getLong(ScopeLayout.CREATOR_START_AT))),
        new Space(start, usedBytes, Math.max(0, start - usedBytes), count),
        LockViewer.view(words, ScopeLayout.GUARD_AT, peers),
        new WaitsViewer(words, peers).view(ScopeLayout.WAITS_AT, start),
        objects);
  }

  private void readSegment(int segment, long start, long end) {
    long top = words.getLongAcquire(ScopeLayout.segmentTopAt(segment)); // pairs with Allocator
    if (top < start || top > end) {
      problems.add("Its segment %d is filled to %d.".formatted(segment, top));
      return;
    }
    for (long at = start; at < top; ) {
      long bytes = blockBytes(at, top);
      if (bytes == 0) {
        problems.add("At offset %d no object begins.".formatted(at));
        return;
      }
      readBlock(at, bytes);
      at += bytes;
    }
  }

  /// @return 0 if there is no block
  private long blockBytes(long offset, long top) {
    if (top - offset < BlockLayout.BYTES) {
      return 0;
    }
    long bytes = words.getLong(offset + BlockLayout.BLOCK_BYTES_AT);
    long check = words.getLong(offset + BlockLayout.CHECK_AT);
    return bytes >= SizeClass.SMALLEST
            && bytes % BlockLayout.ALIGNMENT == 0
            && bytes <= top - offset
            && check == BlockLayout.checkWord(offset, bytes)
        ? bytes
        : 0;
  }

  private void readBlock(long offset, long bytes) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long use = use(offset);
      if (!BlockLayout.isUsed(use)) {
        return;
      }
      Optional<ObjectView> found = object(offset, bytes);
      VarHandle.loadLoadFence(); // before the word is read again
      if (use(offset) == use) {
        usedBytes += bytes;
        found.ifPresentOrElse(
            objects::add,
            () -> problems.add("The object at offset %d is damaged.".formatted(offset)));
        return;
      }
    }
  }

  private long use(long offset) {
    return words.getLongAcquire( // acquire: pairs with setUsed and setFree
        offset + BlockLayout.GENERATION_AT);
  }

  private Optional<ObjectView> object(long offset, long blockBytes) {
    int nameBytes = words.getInt(offset + BlockLayout.NAME_BYTES_AT);
    long start = Block.payloadStart(nameBytes > 0);
    long bytes = words.getLong(offset + BlockLayout.PAYLOAD_BYTES_AT);
    if (nameBytes < 0
        || nameBytes > BlockLayout.NAME_BYTES
        || bytes < 0
        || bytes > blockBytes - start) {
      return Optional.empty();
    }
    Optional<String> name =
        nameBytes == 0 ? Optional.empty() : Optional.of(name(offset, nameBytes));
    String tag = ObjectType.tagOf(words.getLong(offset + BlockLayout.TYPE_TAG_AT));
    int version = words.getInt(offset + BlockLayout.TYPE_VERSION_AT);
    MemorySegment payload = memory.asSlice(offset + start, bytes);
    return Optional.of(
        new ObjectView(name, tag, version, bytes, offset, details(tag, version, payload)));
  }

  private String name(long offset, int bytes) {
    byte[] name = memory.asSlice(offset + BlockLayout.BYTES, bytes).toArray(JAVA_BYTE);
    return ObjectName.printable(new String(name, StandardCharsets.US_ASCII));
  }

  private Optional<Details> details(String tag, int version, MemorySegment payload) {
    try {
      return VIEWERS.stream()
          .filter(viewer -> viewer.isFor(tag, version))
          .findFirst()
          .map(viewer -> viewer.view(payload, peers));
    } catch (RuntimeException e) {
      return Optional.empty(); // it was freed meanwhile, or is damaged
    }
  }
}
