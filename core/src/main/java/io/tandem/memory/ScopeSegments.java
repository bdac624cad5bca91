package io.tandem.memory;

import io.tandem.park.Parker;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The parts of a scope's file as this process maps them: one after the other, without a gap.
///
/// Others add parts; those are mapped when they are first met. What the file says of a part is
/// checked against the file then, and after that this process's own record of it is used, so that
/// damage cannot lead outside.
final class ScopeSegments {
  private final Path file;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private final Words control;
  private volatile MemorySegment[] mapped;

  ScopeSegments(Path file, FileChannel channel, long initialBytes) throws IOException {
    this.file = file;
    this.channel = channel;
    MemorySegment first = map(0, initialBytes);
    control = new SegmentWords(first.asSlice(0, ScopeLayout.BYTES));
    mapped = new MemorySegment[] {first};
    try {
      mapNew();
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  Words control() {
    return control;
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

  /// Publishes a part that was just reserved behind the last one.
  void add(int count, long bytes) {
    long end = start(count);
    control.setLongRelease(ScopeLayout.segmentTopAt(count), end);
    control.setLongRelease(ScopeLayout.segmentEndAt(count), end + bytes);
    control.setIntRelease(ScopeLayout.SEGMENT_COUNT_AT, count + 1); // release: pairs with mapNew
  }

  private MemorySegment[] mapNew() {
    int count = control.getIntAcquire(ScopeLayout.SEGMENT_COUNT_AT); // acquire: pairs with add
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
        long end = control.getLongAcquire(ScopeLayout.segmentEndAt(k));
        requireInFile(k, start, end);
        all[k] = map(start, end - start);
        start = end;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot map what was added to scope " + file, e);
    }
    mapped = all;
    return all;
  }

  private void requireInFile(int k, long start, long end) throws IOException {
    if (end <= start
        || end % ScopeHeader.PAGE_BYTES != 0
        || end > Uninterrupted.call(channel::size)) {
      throw damaged("its segment %d goes from %d to %d".formatted(k, start, end));
    }
  }

  private MemorySegment map(long offset, long bytes) throws IOException {
    return Uninterrupted.call(() -> SharedFile.map(channel, offset, bytes, arena));
  }

  void requireMapped() {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("Scope %s is closed here.".formatted(file));
    }
  }

  /// Ends the sleeps of this process in it, too.
  void close(Parker parker) {
    parker.unmap(arena);
  }

  MemoryException.Incompatible damaged(String found) {
    return MemoryException.Incompatible.of(file, found, "a scope that is whole");
  }
}
