package io.tandem.memory;

import io.tandem.word.Words;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes and frees the blocks of a scope, so that a process may die at any step.
///
/// All of it runs under the scope's lock. Whoever holds it names, in the word `pending`, the block
/// it is making or freeing, before it touches a list, and clears the word when the lists are whole
/// again. If it dies between, the next one takes the lock over and finds the word: it takes that
/// block off the directory, if it is there, and puts it on its free list, unless it is there. So a
/// half-made object is never seen and its space is used again. A block that was not yet carved
/// (`segmentTop` has not passed it) needs nothing.
///
/// **Orders.** The lock orders one holder's stores before the next one's loads. What keeps them in
/// order for whoever takes over from a dead holder, and finds some of them only, are the releases:
/// each store that must not be found without those before it is one, named with the load that may
/// find it.
final class Allocator {
  private static final int LARGE_REUSE_PERCENT = 125;

  private final ScopeSegments segments;
  private final ScopeGuard guard;
  private final Words control;
  private final Directory directory;

  Allocator(ScopeSegments segments, ScopeGuard guard) {
    this.segments = segments;
    this.guard = guard;
    this.control = segments.control();
    this.directory = new Directory(segments);
  }

  Directory directory() {
    return directory;
  }

  /// Runs under the lock, between two looks for what a dead or failed holder left.
  <T> T guarded(Supplier<T> work) {
    return guard.guarded(
        () -> {
          recover();
          try {
            return work.get();
          } finally {
            recover();
          }
        });
  }

  /// Makes an object, complete before anybody can find it. Only inside [#guarded].
  ///
  /// @param name its name in the directory, or empty
  /// @param initializer if it throws, or the process dies in it, there is no object
  Block make(ObjectType type, long bytes, String name, Consumer<Block> initializer) {
    long blockBytes = SizeClass.round(Block.payloadStart(!name.isEmpty()) + bytes);
    Block block = reuse(blockBytes);
    boolean fresh = block == null;
    if (block == null) {
      block = carve(blockBytes);
    }
    block.describe(type, bytes, name);
    if (!fresh) {
      block.clear();
    }
    initializer.accept(block);
    block.setUsed();
    if (!name.isEmpty()) {
      directory.insert(block, name);
    }
    setPending(0);
    return block;
  }

  /// Only inside [#guarded].
  void free(Block block) {
    setPending(block.offset());
    discard(block);
    setPending(0);
  }

  private void recover() {
    long pending = control.getLongAcquire(ScopeLayout.PENDING_AT); // pairs with setPending
    if (pending != 0) {
      if (isCarved(pending)) {
        Block block = Block.find(segments, pending);
        if (block == null) {
          throw segments.damaged("its work in progress is at offset %d".formatted(pending));
        }
        discard(block);
      }
      setPending(0);
    }
  }

  private void setPending(long offset) {
    control.setLongRelease(ScopeLayout.PENDING_AT, offset); // release: pairs with recover
  }

  /// Off the directory and onto the free list, from whatever state in between.
  private void discard(Block block) {
    directory.removeIfListed(block);
    if (block.isUsed() || !isOnFreeList(block)) {
      block.setFree();
      block.setNextFree(freeHead(block.bytes()));
      setFreeHead(block.bytes(), block.offset());
    }
  }

  private boolean isOnFreeList(Block block) {
    BlockList list = freeList(block.bytes());
    for (Block at = list.next(); at != null; at = list.next()) {
      if (at.offset() == block.offset()) {
        return true;
      }
    }
    return false;
  }

  // ---- where a block comes from ----

  private @Nullable Block reuse(long blockBytes) {
    BlockList list = freeList(blockBytes);
    Block before = null;
    for (Block block = list.next(); block != null; block = list.next()) {
      if (block.isUsed()) {
        throw segments.damaged("the object at %d is free and used".formatted(block.offset()));
      }
      if (fits(block.bytes(), blockBytes)) {
        setPending(block.offset());
        if (before == null) {
          setFreeHead(blockBytes, block.nextFree());
        } else {
          before.setNextFree(block.nextFree());
        }
        return block;
      }
      before = block;
    }
    return null;
  }

  private static boolean fits(long present, long wanted) {
    return present >= wanted && present / LARGE_REUSE_PERCENT <= wanted / 100;
  }

  private Block carve(long blockBytes) {
    for (int k = 0; k < segments.count(); k++) {
      long top = segmentTop(k);
      if (blockBytes <= segments.end(k) - top) {
        return carve(k, top, blockBytes);
      }
    }
    segments.grow(blockBytes);
    int last = segments.count() - 1;
    return carve(last, segmentTop(last), blockBytes);
  }

  private Block carve(int segment, long top, long blockBytes) {
    setPending(top);
    Block block = Block.carve(segments, top, blockBytes);
    control.setLongRelease( // release: pairs with segmentTop and ScopeReader
        ScopeLayout.segmentTopAt(segment), top + blockBytes);
    return block;
  }

  private boolean isCarved(long offset) {
    for (int k = 0; k < segments.count(); k++) {
      if (offset < segments.end(k)) {
        return offset < segmentTop(k);
      }
    }
    return false;
  }

  private long segmentTop(int k) {
    long top = control.getLongAcquire(ScopeLayout.segmentTopAt(k)); // acquire: pairs with carve
    if (top < segments.start(k) || top > segments.end(k) || top % BlockLayout.ALIGNMENT != 0) {
      throw segments.damaged("segment %d is filled to %d".formatted(k, top));
    }
    return top;
  }

  private BlockList freeList(long blockBytes) {
    return new BlockList(segments, freeHead(blockBytes), Block::nextFree);
  }

  private long freeHead(long blockBytes) {
    return control.getLongAcquire( // acquire: pairs with setFreeHead
        ScopeLayout.freeHeadAt(SizeClass.of(blockBytes)));
  }

  private void setFreeHead(long blockBytes, long offset) {
    control.setLongRelease( // release: pairs with freeHead
        ScopeLayout.freeHeadAt(SizeClass.of(blockBytes)), offset);
  }
}
