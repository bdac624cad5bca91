package io.tandem.tests.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.manager.ManagedArray;
import io.tandem.manager.ManagedBarrier;
import io.tandem.manager.ManagedList;
import io.tandem.manager.ManagedLock;
import io.tandem.manager.ManagedQueue;
import io.tandem.manager.ManagedSemaphore;
import io.tandem.manager.ManagedValue;
import io.tandem.manager.Manager;
import io.tandem.manager.ManagerServer;
import io.tandem.process.JvmProcess;
import io.tandem.sync.OwnerDiedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that are killed give back what they held, and take nothing with them.
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManagedKillTest {
  private static final int KILLS = Integer.getInteger("tandem.kill.managed", 10);
  private static final int CLIENTS = 3;
  private static final int REFERENCES = 50;

  private final List<JvmProcess> clients = new ArrayList<>();
  private ManagerServer server;
  private Manager manager;

  @BeforeEach
  void serve() throws Exception {
    server = Manager.builder().name("kills-" + ProcessHandle.current().pid()).serve();
    manager = server.connect();
  }

  @AfterEach
  void close() throws InterruptedException {
    killAll();
    manager.close();
    server.close();
  }

  private void killAll() throws InterruptedException {
    for (JvmProcess client : clients) {
      client.kill();
      client.join();
    }
    clients.clear();
  }

  /// What the clients of a test share.
  ///
  /// @param pair equal but under the lock
  record Shared(
      String server,
      ManagedLock lock,
      ManagedArray<Long> pair,
      ManagedSemaphore permits,
      ManagedQueue<Long> queue,
      ManagedValue<Long> steps) {
    void work(long seed) throws InterruptedException {
      var random = new Random(seed);
      List<ManagedList<Integer>> references = new ArrayList<>();
      var mine = Manager.connect(server);
      for (int i = 0; i < REFERENCES; i++) {
        references.add(mine.list());
      }
      while (!references.isEmpty()) { // until it is killed
        switch (random.nextInt(3)) {
          case 0 -> change();
          case 1 -> {
            permits.acquire(2);
            permits.release(2);
          }
          default -> {
            if (!queue.offer(seed)) {
              queue.poll();
            }
          }
        }
        steps.updateAndGet(n -> n + 1);
      }
    }

    private void change() {
      try {
        lock.lock();
      } catch (OwnerDiedException e) {
        lock.recover(this::repair);
        return;
      }
      try {
        if (!pair.get(0).equals(pair.get(1))) {
          throw new AssertionError("somebody died in the middle, and nobody was told: " + pair);
        }
        pair.updateAndGet(0, n -> n + 1);
        pair.updateAndGet(1, n -> n + 1);
      } finally {
        lock.unlock();
      }
    }

    void repair() {
      pair.set(1, pair.get(0));
    }
  }

  @Test
  void locksPermitsAndReferencesOfKilledClientsReturn() throws Exception {
    var shared =
        new Shared(
            server.name(),
            manager.lock(),
            manager.array(List.of(0L, 0L)),
            manager.semaphore(CLIENTS),
            manager.queue(CLIENTS),
            manager.value(0L));
    int objects = server.objects();
    var random = new Random(KILLS);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(start(shared, i));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      awaitSteps(shared, 20 + random.nextInt(200));
      JvmProcess victim = clients.remove(random.nextInt(CLIENTS));
      assertTrue(victim.isAlive(), "it has seen what must not be");
      victim.kill();
      victim.join();
      clients.add(start(shared, CLIENTS + kill));
    }
    killAll();

    awaitThat(() -> server.clients() == 1);
    assertEquals(CLIENTS, shared.permits().availablePermits());
    shared.lock().recover(shared::repair);
    shared.lock().lock();
    assertEquals(shared.pair().get(0), shared.pair().get(1));
    shared.lock().unlock();
    awaitThat(
        () -> {
          System.gc(); // what nobody refers to is found by the collector
          return server.objects() <= objects;
        });
  }

  private static JvmProcess start(Shared shared, long seed) {
    return JvmProcess.start("client-" + seed, () -> shared.work(seed));
  }

  private void awaitSteps(Shared shared, int count) {
    long until = shared.steps().get() + count;
    awaitThat(() -> shared.steps().get() >= until);
  }

  @Test
  void killedClientsThatWaitedTakeNothing() throws Exception {
    ManagedQueue<Integer> queue = manager.queue();
    ManagedSemaphore alive = manager.semaphore(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          JvmProcess.start(
              () -> {
                alive.acquire();
                queue.take();
              }));
    }
    awaitThat(() -> alive.availablePermits() == 0);
    killAll();
    alive.acquire(CLIENTS); // the server has seen them all
    queue.addAll(IntStream.range(0, CLIENTS).boxed().toList());

    for (int i = 0; i < CLIENTS; i++) {
      assertEquals(i, queue.take());
    }
  }

  @Test
  void aKilledClientBreaksTheBarrierWhereItWaits() throws Exception {
    ManagedBarrier barrier = manager.barrier(3);
    clients.add(JvmProcess.start(() -> barrier.await()));
    awaitThat(() -> barrier.getNumberWaiting() == 1);
    var victim = clients.getFirst();
    Thread killer =
        Thread.startVirtualThread(
            () -> {
              awaitThat(() -> barrier.getNumberWaiting() == 2);
              victim.kill();
            });

    assertThrows(BrokenBarrierException.class, barrier::await);
    killer.join();
  }

  /// Clients are JVMs, which take their time to start where CPUs are busy.
  private static void awaitThat(Callable<Boolean> fulfilled) {
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(fulfilled);
  }
}
