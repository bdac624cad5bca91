package io.tandem.memory;

import io.tandem.linux.Platform;
import io.tandem.park.Parker;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A scope's file as this process has it open and mapped.
final class MappedFile implements SegmentSource {
  private final Path file;
  private final String identity;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private @Nullable OpenFile opened;

  /// @param identity which file it is, see [SharedFile#identity]
  /// @param channel to it; closed with this
  /// @param opened the same file, or null to open it when that is needed
  MappedFile(Path file, String identity, FileChannel channel, @Nullable OpenFile opened)
      throws IOException {
    this.file = file;
    this.identity = identity;
    this.channel = channel;
    this.opened = opened != null || Platform.NATIVE_LINUX ? opened : openForLocks();
  }

  Path file() {
    return file;
  }

  String identity() {
    return identity;
  }

  FileChannel channel() {
    return channel;
  }

  @Override
  public MemorySegment map(long offset, long bytes) throws IOException {
    return Uninterrupted.call(() -> SharedFile.map(channel, offset, bytes, arena));
  }

  @Override
  public Words words(MemorySegment memory) {
    return new SegmentWords(memory);
  }

  @Override
  public long size() throws IOException {
    return Uninterrupted.call(channel::size);
  }

  @Override
  public void reserve(long offset, long bytes) {
    opened().reserve(file, offset, bytes);
  }

  private OpenFile opened() {
    try {
      if (opened == null) {
        opened = openForLocks();
      }
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reserve space for scope " + file, e);
    }
  }

  /// The file that is mapped, whether or not it still has its name.
  private OpenFile openForLocks() throws IOException {
    return Platform.NATIVE_LINUX ? LinuxFile.reopen(identity, channel) : openByName();
  }

  /// Elsewhere a file can only be opened by its name, so this is done while it surely has one.
  private OpenFile openByName() throws IOException {
    try {
      OpenFile found = OpenFile.of(file, channel);
      if (SharedFile.isStill(file, identity)) {
        return found;
      }
      found.close();
    } catch (NoSuchFileException e) {
      // Unlinked just now.
    }
    throw SharedFile.missing(file);
  }

  /// Drops this process's locks on it.
  void closeLocks() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }

  /// Closes it, but leaves mapped what is.
  void close() throws IOException {
    closeLocks();
    channel.close();
  }

  /// Unmaps it all, for sleepers of this process too; unless a native call uses some of it, which
  /// may take for ever.
  void unmap(Parker parker) {
    try {
      parker.unmap(arena);
    } catch (IllegalStateException e) {
      // It is acquired. Nobody could close the arena later, so it stays.
    }
  }

  /// As [#unmap], when nobody can have used it yet.
  void unmapUnused() {
    arena.close();
  }
}
