package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// The declaration in C of what a block holds, at the block's end: so that nobody takes it for
/// something else, and tools can read it.
///
/// It is UTF-8. How many bytes are said at a place of the block's header.
final class ShapeText {
  private ShapeText() {}

  static byte[] of(StructMapping<?> mapping) {
    return mapping.shape().toString().getBytes(UTF_8);
  }

  static void write(MemorySegment block, long bytesAt, byte[] shape) {
    block.set(JAVA_INT, bytesAt, shape.length);
    MemorySegment.copy(shape, 0, block, JAVA_BYTE, block.byteSize() - shape.length, shape.length);
  }

  /// @throws IndexOutOfBoundsException if the block is damaged
  static String read(MemorySegment block, long bytesAt) {
    int bytes = block.get(JAVA_INT, bytesAt);
    return new String(block.asSlice(block.byteSize() - bytes, bytes).toArray(JAVA_BYTE), UTF_8);
  }

  /// Finds a named block or makes it, of whatever size one there is.
  ///
  /// @throws MemoryException.Incompatible if it is there with another type
  static SharedBlock open(
      SharedScope scope,
      String name,
      ObjectType type,
      long bytes,
      Consumer<MemorySegment> initializer) {
    try {
      return scope.openBlock(name, type, bytes, initializer);
    } catch (MemoryException.Incompatible e) {
      return scope.attachBlock(name, type);
    }
  }

  /// @throws MemoryException.Incompatible if the block holds something else, naming both
  static void require(SharedBlock block, long bytesAt, StructMapping<?> mapping) {
    String shape = mapping.shape().toString();
    String found;
    try {
      found = read(block.segment(), bytesAt);
    } catch (IndexOutOfBoundsException e) {
      throw damaged(block);
    }
    if (!found.equals(shape)) {
      throw new MemoryException.Incompatible(
          "Cannot use %s as %s: it holds %s, and the record is %s. "
                  .formatted(block, mapping.type().getName(), found, shape)
              + "Use the same record everywhere, or another name.");
    }
  }

  static MemoryException.Incompatible damaged(SharedBlock block) {
    return new MemoryException.Incompatible(
        "Cannot use %s: its sizes do not fit together. It is damaged: make it again."
            .formatted(block));
  }
}
