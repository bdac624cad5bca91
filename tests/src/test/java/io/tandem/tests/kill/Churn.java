package io.tandem.tests.kill;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedScope;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Random;

/// Makes, finds and frees objects of one scope, scopes and raw blocks, and checks that what it
/// finds is complete.
final class Churn implements Work {
  private static final ObjectType TYPE = new ObjectType("churn", 1);
  private static final int NAMES = 30;
  private static final int FEW = 3;
  private static final int MOST_BYTES = 20_000;

  private final SharedScope scope;
  private final ArrayDeque<SharedBlock> unnamed = new ArrayDeque<>();

  Churn(SharedScope scope) {
    this.scope = scope;
  }

  @Override
  public void step(Random random) {
    String name = "name" + random.nextInt(NAMES);
    try {
      step(random, name);
    } catch (MemoryException.Missing | MemoryException.Exists | MemoryException.Stale e) {
      // Others do the same.
    }
  }

  private void step(Random random, String name) {
    int bytes = 4 * random.nextInt(MOST_BYTES / 4);
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> scope.createBlock(name, TYPE, bytes, Churn::fill);
      case 3, 4 -> requireFilled(scope.attachBlock(name, TYPE));
      case 5, 6, 7 -> scope.attachBlock(name, TYPE).free();
      case 8, 9 -> allocate(bytes);
      case 10 -> {
        String few = "scope" + random.nextInt(FEW);
        try (var other = SharedScope.open(few, 1)) {
          other.openBlock("object", TYPE, 8);
        }
        SharedScope.unlink(few);
      }
      default -> {
        String few = "memory" + random.nextInt(FEW);
        try (var memory = SharedMemory.create(few, 1 + bytes)) {
          memory.segment().fill((byte) 1);
        } finally {
          SharedMemory.unlink(few);
        }
      }
    }
  }

  private void allocate(int bytes) {
    unnamed.add(scope.allocate(TYPE, bytes));
    if (unnamed.size() > FEW) {
      unnamed.remove().free();
    }
  }

  private static void fill(MemorySegment memory) {
    for (long i = 0; i < memory.byteSize(); i += 4) {
      memory.set(JAVA_INT, i, (int) memory.byteSize());
    }
  }

  private static void requireFilled(SharedBlock block) {
    int bytes = (int) block.byteSize();
    // It may be freed and used again while it is read.
    if (bytes > 0 && block.segment().get(JAVA_INT, bytes - 4) != bytes) {
      block.scope().block(block.offset(), block.generation(), TYPE);
      throw new AssertionError("half made: " + block);
    }
  }

  @Override
  public void finish() {
    unnamed.forEach(SharedBlock::free);
    for (int i = 0; i < FEW; i++) {
      SharedScope.unlink("scope" + i);
      SharedMemory.unlink("memory" + i);
    }
  }
}
