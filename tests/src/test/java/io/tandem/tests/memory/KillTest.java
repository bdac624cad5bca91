package io.tandem.tests.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.ScopeFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Processes are killed at random moments while they make, find and free whatever there is; the
/// others go on, and what is left is whole. Some of them use the locks that every platform has.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
  private static final int ROUNDS = Integer.getInteger("tandem.kills", 50) / 2;
  private static final int MOST_DELAY_NANOS = 50_000_000;
  private static final ObjectType TYPE = new ObjectType("churn", 1);

  @Test
  void killedProcessesLeaveNothingHalfDone() throws Exception {
    var random = new Random();
    long seed = random.nextLong();
    random.setSeed(seed);
    try (var root = PrivateRoot.open();
        var scope = SharedScope.create("churn", 1)) {
      Path file = root.folder().resolve(root.list().getLast());
      int interrupted = 0;
      for (int round = 0; round < ROUNDS; round++) {
        try (var first = ChildJvm.start(Churn.class, Long.toString(random.nextLong()));
            var second =
                ChildJvm.start(
                    List.of("-Dtandem.portable=" + (round % 2 == 0)),
                    Churn.class,
                    Long.toString(random.nextLong()))) {
          first.awaitLine("ready");
          second.awaitLine("ready");
          LockSupport.parkNanos(random.nextInt(MOST_DELAY_NANOS));
          first.kill();
          new Churn(scope, random).run(20);
          LockSupport.parkNanos(random.nextInt(MOST_DELAY_NANOS));
          second.kill();
        }
        interrupted += ScopeFile.check(file).pending() != 0 ? 1 : 0;
        new Churn(scope, random).run(20);
        assertEquals(0, ScopeFile.check(file).pending(), "seed " + seed);
      }
      System.out.printf(
          "%d kills, %d of them in the middle of a change, seed %d%n",
          2 * ROUNDS, interrupted, seed);
      scope.unlink();
      Churn.unlinkAll();
      SharedMemory.create("last", 1).unlink(); // sweeps what the killed ones left
    }
  }

  /// Makes, finds and frees objects of one scope, scopes and raw blocks, for ever, and checks that
  /// what it finds is complete.
  static final class Churn {
    private static final int NAMES = 30;
    private static final int FEW = 3;
    private static final int MOST_BYTES = 20_000;

    private final SharedScope scope;
    private final Random random;
    private final ArrayDeque<SharedBlock> unnamed = new ArrayDeque<>();

    Churn(SharedScope scope, Random random) {
      this.scope = scope;
      this.random = random;
    }

    public static void main(String... arguments) {
      try (var scope = SharedScope.attach("churn")) {
        var churn = new Churn(scope, new Random(Long.parseLong(arguments[0])));
        churn.run(200);
        System.out.println("ready");
        churn.run(Integer.MAX_VALUE);
      }
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        String name = "name" + random.nextInt(NAMES);
        try {
          step(random.nextInt(12), name);
        } catch (MemoryException.Missing | MemoryException.Exists | MemoryException.Stale e) {
          // Others do the same.
        }
      }
      unnamed.forEach(SharedBlock::free);
      unnamed.clear();
    }

    private void step(int which, String name) {
      int bytes = 4 * random.nextInt(MOST_BYTES / 4);
      switch (which) {
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

    static void unlinkAll() {
      for (int i = 0; i < FEW; i++) {
        SharedScope.unlink("scope" + i);
        SharedMemory.unlink("memory" + i);
      }
    }
  }
}
