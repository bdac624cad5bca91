package io.tandem.tests.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Eight JVMs ask for the same thing at the same moment.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RaceTest {
  private static final int RACERS = 8;
  private static final int ROUNDS = 20;

  @Test
  void allOpenTheSameAndOneCreates() throws Exception {
    List<ChildJvm> racers = new ArrayList<>();
    try (var root = PrivateRoot.open();
        var gate = SharedMemory.create("gate", Integer.BYTES)) {
      for (int i = 0; i < RACERS; i++) {
        racers.add(ChildJvm.start(Racer.class));
      }
      for (ChildJvm racer : racers) {
        racer.awaitLine("ready");
      }
      for (int round = 1; round <= ROUNDS; round++) {
        Racer.GATE.setRelease(gate.segment(), round); // release: pairs with Racer.await
        var opened = new HashSet<String>();
        var created = new ArrayList<String>();
        for (ChildJvm racer : racers) {
          opened.add(racer.awaitLine("opened "));
          created.add(racer.awaitLine("created "));
        }
        assertEquals(1, opened.size(), opened::toString);
        for (int kind = 0; kind < 3; kind++) {
          int which = kind;
          long winners = created.stream().filter(c -> c.charAt(which) == '1').count();
          assertEquals(1, winners, created::toString);
        }
        unlink(round);
      }
      for (ChildJvm racer : racers) {
        racer.awaitSuccess();
      }
      gate.unlink();
      assertEquals(Collections.emptyList(), root.list());
    } finally {
      racers.forEach(ChildJvm::close);
    }
  }

  private static void unlink(int round) {
    SharedScope.unlink("open" + round);
    SharedScope.unlink("create" + round);
    SharedMemory.unlink("create" + round);
  }

  /// Does the same as all the others, each time the gate opens.
  static final class Racer {
    static final VarHandle GATE =
        MethodHandles.insertCoordinates(JAVA_INT.varHandle(), 1, 0L).withInvokeExactBehavior();
    private static final ObjectType TYPE = new ObjectType("race", 1);

    public static void main(String... arguments) {
      try (var gate = SharedMemory.attach("gate")) {
        SharedScope.anonymous(1).close();
        System.out.println("ready");
        for (int round = 1; round <= ROUNDS; round++) {
          await(gate, round);
          open("open" + round);
          String name = "create" + round;
          try (var scope = SharedScope.open("open" + round)) {
            System.out.println(
                "created "
                    + wins(() -> SharedScope.create(name).close())
                    + wins(() -> SharedMemory.create(name, 100).close())
                    + wins(() -> scope.createBlock(name, TYPE, 8)));
          }
        }
      }
    }

    private static void await(SharedMemory gate, int round) {
      while ((int) GATE.getAcquire(gate.segment()) < round) { // acquire: pairs with the test
        Thread.yield();
      }
    }

    private static void open(String name) {
      try (var scope = SharedScope.open(name)) {
        var block = scope.openBlock("object", TYPE, 80);
        System.out.printf("opened %s %d %d%n", scope.id(), block.offset(), block.generation());
      }
    }

    private static int wins(Runnable creation) {
      try {
        creation.run();
        return 1;
      } catch (MemoryException.Exists e) {
        return 0;
      }
    }
  }
}
