package io.tandem.memory;

import io.tandem.word.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The parts of a scope's file as this process maps them: one after the other, without a gap.
///
/// Others add parts; those are mapped when they are first met. What the file says of a part is
/// checked against the file then, and after that this process's own record of it is used, so that
/// damage cannot lead outside.
final class ScopeSegments {
  private static final long GROWTH_UNIT = 64 * 1024;
  private static final long LEAST_GROWTH = 1024 * 1024;

  private final Path file;
  private final SegmentSource source;
  private final Words control;
  private volatile MemorySegment[] mapped;

  /// @param file for messages
  /// @param initialBytes of its first part
  ScopeSegments(Path file, SegmentSource source, long initialBytes) throws IOException {
    this.file = file;
    this.source = source;
    MemorySegment first = source.map(0, initialBytes);
    control = source.words(first.asSlice(0, ScopeLayout.BYTES));
    mapped = new MemorySegment[] {first};
    var _ = mapNew();
  }

  /// How many bytes a file begins with so that so many are left for objects.
  static long initialBytes(long bytes) {
    return SizeClass.roundUp(ScopeLayout.BYTES + bytes, GROWTH_UNIT);
  }

  Path file() {
    return file;
  }

  /// The first page, see [ScopeLayout].
  Words control() {
    return control;
  }

  /// As [#slice], as algorithms touch it.
  Words words(long offset, long bytes) {
    return source.words(slice(offset, bytes));
  }

  /// The bytes at an offset of the file, which must lie in one part.
  MemorySegment slice(long offset, long bytes) {
    MemorySegment found = sliceOf(mapped, offset, bytes);
    if (found == null) {
      found = sliceOf(mapNew(), offset, bytes);
    }
    if (found == null) {
      throw damaged("%d bytes at offset %d are outside it".formatted(bytes, offset));
    }
    return found;
  }

  private static @Nullable MemorySegment sliceOf(MemorySegment[] parts, long offset, long bytes) {
    long start = 0;
    for (MemorySegment part : parts) {
      long within = offset - start;
      if (within >= 0 && bytes >= 0 && within <= part.byteSize() - bytes) {
        return part.asSlice(within, bytes);
      }
      start += part.byteSize();
    }
    return null;
  }

  int count() {
    return mapNew().length;
  }

  long start(int k) {
    long start = 0;
    for (int i = 0; i < k; i++) {
      start += mapped[i].byteSize();
    }
    return start;
  }

  long end(int k) {
    return start(k + 1);
  }

  /// Where the last part ends.
  long end() {
    return end(count() - 1);
  }

  /// Adds a part with room for a block, and for more if there is room for more. Only by the guard
  /// holder.
  void grow(long blockBytes) {
    int count = count();
    if (count == ScopeLayout.MAX_SEGMENTS) {
      throw new MemoryException.NoSpace(
          "Cannot make %d bytes in scope %s: it has grown %d times, the most it can. "
                  .formatted(blockBytes, file, count)
              + "Create it with a larger size.");
    }
    requireMapped();
    long end = end();
    long enough = SizeClass.roundUp(blockBytes, GROWTH_UNIT);
    long bytes = SizeClass.roundUp(Math.max(enough, Math.max(LEAST_GROWTH, end / 4)), GROWTH_UNIT);
    try {
      source.reserve(end, bytes);
    } catch (MemoryException.NoSpace e) {
      bytes = enough;
      source.reserve(end, bytes);
    }
    publish(count, end, bytes);
  }

  private void publish(int segment, long start, long bytes) {
    control.setLong(ScopeLayout.segmentTopAt(segment), start);
    control.setLong(ScopeLayout.segmentEndAt(segment), start + bytes);
    control.setIntRelease( // release: pairs with mapNew and ScopeReader
        ScopeLayout.SEGMENT_COUNT_AT, segment + 1);
  }

  private MemorySegment[] mapNew() {
    int count = control.getIntAcquire(ScopeLayout.SEGMENT_COUNT_AT); // acquire: pairs with publish
    MemorySegment[] present = mapped;
    return count == present.length ? present : mapNew(count);
  }

  private synchronized MemorySegment[] mapNew(int count) {
    MemorySegment[] present = mapped;
    if (count < 1 || count > ScopeLayout.MAX_SEGMENTS) {
      throw damaged("it says it has %d segments".formatted(count));
    }
    if (count <= present.length) {
      return present;
    }
    var all = new MemorySegment[count];
    System.arraycopy(present, 0, all, 0, present.length);
    long start = start(present.length);
    try {
      for (int k = present.length; k < count; k++) {
        long end = control.getLong(ScopeLayout.segmentEndAt(k));
        requireInFile(k, start, end);
        all[k] = source.map(start, end - start);
        start = end;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot map what was added to scope " + file, e);
    }
    mapped = all;
    return all;
  }

  private void requireInFile(int k, long start, long end) throws IOException {
    if (end <= start || end % ScopeHeader.PAGE_BYTES != 0 || end > source.size()) {
      throw damaged("its segment %d goes from %d to %d".formatted(k, start, end));
    }
  }

  void requireMapped() {
    if (!control.segment().scope().isAlive()) {
      throw new IllegalStateException(
          "Scope %s is closed here. Attach to it again.".formatted(file));
    }
  }

  MemoryException.Incompatible damaged(String found) {
    return MemoryException.Incompatible.of(file, found, "a scope that is whole");
  }
}
