package io.tandem.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;

/// Makes, finds and frees the objects of a scope.
final class ScopeObjects {
  private final SharedScope scope;
  private final ScopeSegments segments;
  private final Allocator allocator;

  ScopeObjects(SharedScope scope, ScopeSegments segments, ScopeGuard guard) {
    this.scope = scope;
    this.segments = segments;
    this.allocator = new Allocator(segments, guard);
  }

  SharedBlock allocate(ObjectType type, long bytes, SharedScope.Place place) {
    checkBytes(bytes);
    return allocator.guarded(
        () ->
            viewOf(
                allocator.make(
                    type, bytes, "", block -> place.is(block.offset(), block.generation())),
                type));
  }

  SharedBlock create(
      String name, ObjectType type, long bytes, Consumer<MemorySegment> initializer) {
    checkName(name);
    checkBytes(bytes);
    return allocator.guarded(
        () -> {
          if (allocator.directory().find(name) != null) {
            throw new MemoryException.Exists(
                "Cannot create object '%s' in scope %s: it is already there. "
                        .formatted(name, scope)
                    + "Attach to it, or free it first.");
          }
          return make(name, type, bytes, initializer);
        });
  }

  SharedBlock attach(String name, ObjectType type) {
    checkName(name);
    return allocator.guarded(
        () -> {
          Block block = allocator.directory().find(name);
          if (block == null) {
            throw new MemoryException.Missing(
                "Cannot attach to object '%s': it is not in scope %s. ".formatted(name, scope)
                    + "Create it first, or check the name.");
          }
          return viewOf(block, type);
        });
  }

  SharedBlock open(String name, ObjectType type, long bytes, Consumer<MemorySegment> initializer) {
    checkName(name);
    checkBytes(bytes);
    return allocator.guarded(
        () -> {
          Block present = allocator.directory().find(name);
          return present == null
              ? make(name, type, bytes, initializer)
              : ofSize(name, viewOf(present, type), bytes);
        });
  }

  /// Without the guard.
  SharedBlock ofHandle(long offset, int generation, ObjectType type) {
    Block block = Block.at(segments, offset);
    block.requireCurrent(generation, scope);
    try {
      return viewOf(block, generation, type);
    } finally {
      VarHandle.loadLoadFence(); // what was read belongs to that generation only if it still is
      block.requireCurrent(generation, scope);
    }
  }

  List<SharedScope.Entry> directory() {
    return allocator.guarded(
        () ->
            allocator.directory().all().stream()
                .map(
                    block ->
                        new SharedScope.Entry(block.name(), block.typeText(), block.payloadBytes()))
                .toList());
  }

  void free(SharedBlock object) {
    allocator.guarded(
        () -> {
          SharedBlock present = ofHandle(object.offset(), object.generation(), object.type());
          allocator.free(Block.at(segments, present.offset()));
          return present;
        });
  }

  /// Only under the guard.
  private SharedBlock make(
      String name, ObjectType type, long bytes, Consumer<MemorySegment> initializer) {
    return viewOf(
        allocator.make(type, bytes, name, block -> initializer.accept(block.payload())), type);
  }

  /// Only under the guard.
  private SharedBlock viewOf(Block block, ObjectType type) {
    return viewOf(block, block.generation(), type);
  }

  private SharedBlock viewOf(Block block, int generation, ObjectType type) {
    if (!block.is(type)) {
      throw new MemoryException.Incompatible(
          "Cannot use the object '%s' of scope %s: it is of type %s, expected %s. "
                  .formatted(block.name(), scope, block.typeText(), type)
              + "Open it as what it is, or use another name.");
    }
    return new SharedBlock(scope, block, generation, type);
  }

  private SharedBlock ofSize(String name, SharedBlock present, long bytes) {
    if (present.byteSize() != bytes) {
      throw new MemoryException.Incompatible(
          "Cannot open '%s' of scope %s with %d bytes of memory: it is there with %d. "
                  .formatted(name, scope, bytes, present.byteSize())
              + "Ask for the same length everywhere, or use another name.");
    }
    return present;
  }

  private static void checkName(String name) {
    ObjectName.check("shared object", name);
  }

  private static void checkBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "Cannot make an object of %d bytes: use 0 or more.".formatted(bytes));
    }
    OpenFile.requirePossible(bytes);
  }
}
