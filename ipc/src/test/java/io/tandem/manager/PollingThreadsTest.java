package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.pipe.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Busy clients in shared memory, on a machine that once has no thread more.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollingThreadsTest {
  private static final int CLIENTS = 3;
  private static final int ROUNDS = 200; // after some of which the calls have crossed

  private final ScarceThreads threads = new ScarceThreads();
  private final OneSpot spot = new OneSpot(threads);
  private final List<Manager> clients = new ArrayList<>();
  private final List<Spot> spots = new ArrayList<>();
  private ManagerServer server;
  private Manager first;

  /// Has a thread for whatever is to run, but for one.
  static final class ScarceThreads implements Executor {
    private final AtomicInteger untilFailure = new AtomicInteger(-1);

    @Override
    public void execute(Runnable task) {
      if (untilFailure.getAndDecrement() == 0) {
        throw new OutOfMemoryError("no thread");
      }
      Thread.ofPlatform().daemon().name("scarce").start(task);
    }

    /// @param started threads from now on, before one does not start
    void failAfter(int started) {
      untilFailure.set(started);
    }

    boolean haveFailed() {
      return untilFailure.get() < 0;
    }
  }

  interface Spot {
    @Quick
    Object echo(Object value);

    /// Breaks its promise: if the thread that polls runs it, it blocks, and the next thread does
    /// not start.
    ///
    /// @return whether it blocked
    @Quick
    boolean blockIfPolled() throws InterruptedException;
  }

  static final class OneSpot implements Spot {
    private final ScarceThreads threads;
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    OneSpot(ScarceThreads threads) {
      this.threads = threads;
    }

    @Override
    public Object echo(Object value) {
      return value;
    }

    @Override
    public boolean blockIfPolled() throws InterruptedException {
      if (!PollingLoopTest.isPolled()) {
        return false;
      }
      threads.failAfter(0);
      blocked.countDown();
      released.await();
      return true;
    }
  }

  @BeforeEach
  void open() throws Exception {
    server = Manager.builder().register(Spot.class, () -> spot).serve();
    first = server.connect();
    ServerCore core = ServerCore.here(ProxyHandler.of(first.create(Spot.class)).server());
    var polling = new PollingLoop(threads);
    for (int i = 0; i < CLIENTS; i++) {
      Pipe.Duplex pipe = Door.pipe();
      threads.execute(new Session(core, pipe.second(), Codec.data(), core.address(), polling));
      Manager client = Manager.of(Links.greet(pipe.first(), () -> true, () -> "died"));
      clients.add(client);
      spots.add(client.create(Spot.class));
    }
  }

  @AfterEach
  void close() {
    spot.released.countDown();
    clients.forEach(Manager::close);
    first.close();
    server.close();
  }

  private static void callInTurn(List<Spot> spots) {
    for (int round = 0; round < ROUNDS; round++) {
      for (Spot each : spots) {
        assertEquals(round, each.echo(round));
      }
    }
  }

  /// Of the watcher, of who polls, and of those that get threads of their own again.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void allAreServedWhicheverThreadDoesNotStart(int which) {
    threads.failAfter(which);
    while (!threads.haveFailed()) {
      callInTurn(spots);
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> PollingLoopTest.pollers() == 0);
    }
    callInTurn(spots);
  }

  @Test
  void allButTheStalledAreServedWhenNoThreadTakesOverAtOnce() throws Exception {
    var blocked = new FutureTask<>(this::blockOnce);
    Thread.ofPlatform().start(blocked);
    List<Spot> others = spots.subList(1, CLIENTS);
    while (spot.blocked.getCount() > 0) {
      callInTurn(others);
    }

    callInTurn(others);

    assertTrue(threads.haveFailed());
    spot.released.countDown();
    assertTrue(blocked.get());
    callInTurn(spots);
  }

  private boolean blockOnce() throws InterruptedException {
    while (!spots.getFirst().blockIfPolled()) {
      // Others call, too, so it will be polled.
    }
    return true;
  }
}
