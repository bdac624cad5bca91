package io.tandem.tests.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.process.Action;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLock;
import io.tandem.value.BooleanValue;
import io.tandem.value.ByteArray;
import io.tandem.value.DoubleValue;
import io.tandem.value.FloatArray;
import io.tandem.value.IntArray;
import io.tandem.value.IntValue;
import io.tandem.value.LongArray;
import io.tandem.value.LongValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Values and arrays that several JVMs change at the same time.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeveralProcessesTest {
  private static final int PROCESSES = 3;
  private static final int STEPS = 20_000;
  private static final int TOTAL = PROCESSES * STEPS;
  private static final int RACES = 20;

  private final SharedScope scope = SharedScope.anonymous(1);
  private final IntValue ready = IntValue.create(scope, 0);

  @AfterEach
  void close() {
    scope.close();
  }

  /// Runs the task in several JVMs that begin it together.
  private void together(Action task) throws Exception {
    ready.set(PROCESSES);
    IntValue awaited = ready;
    List<JvmProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(
            JvmProcess.start(
                () -> {
                  awaited.decrementAndGet();
                  while (awaited.get() > 0) {
                    Thread.onSpinWait();
                  }
                  task.run();
                }));
      }
      for (JvmProcess process : processes) {
        assertEquals(new Exited(0), process.join());
      }
    } finally {
      processes.forEach(JvmProcess::close);
    }
  }

  @Test
  void noUpdateIsLostWithoutALock() throws Exception {
    var ints = IntValue.create(scope, Integer.MAX_VALUE);
    var longs = LongValue.create(scope, 0);
    var doubles = DoubleValue.create(scope, 0);
    var flags = BooleanValue.create(scope, false);
    var flips = LongValue.create(scope, 0);

    together(
        () -> {
          for (int i = 0; i < STEPS; i++) {
            ints.getAndAdd(1);
            longs.updateAndGet(n -> n + 3);
            doubles.addAndGet(0.5);
            if (flags.compareAndSet(false, true)) {
              flips.incrementAndGet();
              flags.set(false);
            }
          }
        });

    assertEquals(Integer.MAX_VALUE + TOTAL, ints.get(), "wrapped around");
    assertEquals(3L * TOTAL, longs.get());
    assertEquals(TOTAL / 2.0, doubles.get());
    assertTrue(flips.get() > 0 && flips.get() <= TOTAL && !flags.get());
  }

  @Test
  void noUpdateOfAnElementIsLostNorOfItsNeighbours() throws Exception {
    var bytes = ByteArray.create(scope, 4);
    var ints = IntArray.create(scope, 2);
    var longs = LongArray.create(scope, 2);
    var floats = FloatArray.create(scope, 2);

    together(
        () -> {
          for (int i = 0; i < STEPS; i++) {
            bytes.getAndAdd(i % 4, 1);
            ints.getAndAdd(i % 2, 1);
            longs.updateAndGet(i % 2, n -> n + 1);
            floats.addAndGet(i % 2, 1);
          }
        });

    byte each = (byte) (TOTAL / 4);
    assertArrayEquals(new byte[] {each, each, each, each}, bytes.toArray());
    assertArrayEquals(new int[] {TOTAL / 2, TOTAL / 2}, ints.toArray());
    assertArrayEquals(new long[] {TOTAL / 2, TOTAL / 2}, longs.toArray());
    assertArrayEquals(new float[] {TOTAL / 2, TOTAL / 2}, floats.toArray());
  }

  @Test
  void stepsOfSeveralAccessesLoseNothingUnderTheLock() throws Exception {
    var value = IntValue.create(scope, 0);
    var array = IntArray.create(scope, 2);
    var guarded = LongValue.create(scope, 0, SharedLock.create(scope));

    together(
        () -> {
          for (int i = 0; i < STEPS; i++) {
            locked(value.getLock(), () -> value.set(value.get() + 1));
            locked(array.getLock(), () -> array.setPlain(1, array.getPlain(1) + 1));
            locked(guarded.getLock(), () -> guarded.setPlain(guarded.getPlain() + 1));
          }
        });

    assertEquals(TOTAL, value.get());
    assertArrayEquals(new int[] {0, TOTAL}, array.toArray());
    assertEquals(TOTAL, guarded.get());
  }

  private static void locked(SharedLock lock, Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void stepsOfSeveralAccessesLoseUpdatesWithoutTheLock() throws Exception {
    var value = IntValue.create(scope, 0);
    boolean lost = false;
    for (int race = 0; race < RACES && !lost; race++) {
      together(
          () -> {
            for (int i = 0; i < STEPS; i++) {
              value.set(value.get() + 1);
            }
          });
      lost = value.getAndSet(0) < TOTAL;
    }
    assertTrue(lost, "no update was lost in %d races".formatted(RACES));
  }

  @Test
  void aKilledHolderOfTheLockDoesNotStopTheOthers() throws Exception {
    var value = IntValue.create(scope, 7);
    var held = BooleanValue.create(scope, false);
    try (var holder =
        JvmProcess.start(
            () -> {
              value.getLock().lock();
              held.set(true);
              Thread.sleep(Long.MAX_VALUE); // until it is killed
            })) {
      while (!held.get() && holder.isAlive()) {
        Thread.onSpinWait();
      }
      assertTrue(value.getLock().isLocked());
      holder.kill();

      value.getLock().lock();

      assertEquals(7, value.get());
      assertEquals(1, value.getLock().ownerDeaths());
      value.getLock().unlock();
    }
  }

  @Test
  void whatAProcessMakesAndNamesAnotherFinds() throws Exception {
    SharedScope shared = scope;
    try (var child =
        JvmProcess.start(
            () -> {
              LongValue.open(shared, "total", 5).getAndAdd(1);
              IntArray.open(shared, "squares", 4).copyFrom(0, 1, 4, 9);
            })) {
      assertEquals(new Exited(0), child.join());
    }
    assertEquals(6, LongValue.open(scope, "total", 0).get());
    assertEquals(14, IntArray.open(scope, "squares", 4).stream().sum());
  }
}
