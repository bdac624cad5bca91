package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several clients in shared memory that are busy at once, and what some of them may do to the
/// others.
@Timeout(120)
class PollingLoopTest {
  private static final int CLIENTS = 4;

  private ManagerServer server;
  private List<Manager> clients;
  private List<Thread> busy;
  private AtomicLongArray threads;
  private AtomicLongArray calls;
  private volatile boolean done;

  interface Spot {
    /// The thread of the server that runs it.
    @Quick
    long thread();

    @Quick
    Object echo(Object value);

    /// Whether the thread that polls runs it.
    @Quick
    boolean isPolled();

    /// Breaks its promise: if the thread that polls runs it, it blocks until [#release].
    ///
    /// @return whether it blocked
    @Quick
    boolean blockIfPolled() throws InterruptedException;

    @Quick
    boolean isBlocked();

    void release();
  }

  static final class OneSpot implements Spot {
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean blocked;

    @Override
    public long thread() {
      return Thread.currentThread().threadId();
    }

    @Override
    public Object echo(Object value) {
      return value;
    }

    @Override
    public boolean isPolled() {
      return PollingLoopTest.isPolled();
    }

    @Override
    public boolean blockIfPolled() throws InterruptedException {
      if (isPolled()) {
        blocked = true;
        released.await();
        return true;
      }
      return false;
    }

    @Override
    public boolean isBlocked() {
      return blocked;
    }

    @Override
    public void release() {
      released.countDown();
    }
  }

  @BeforeEach
  void open() throws Exception {
    server = Manager.builder().register(Spot.class, OneSpot::new).serve();
    threads = new AtomicLongArray(CLIENTS);
    calls = new AtomicLongArray(CLIENTS);
    clients = new ArrayList<>();
    busy = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      Manager client = server.connect();
      clients.add(client);
      Spot spot = client.create(Spot.class);
      busy.add(Thread.ofPlatform().start(() -> call(number, spot)));
    }
  }

  private void call(int number, Spot spot) {
    for (long i = 1; !done; i++) {
      assertEquals(i, spot.echo(i));
      threads.set(number, spot.thread());
      calls.set(number, i);
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    done = true;
    for (Thread each : busy) {
      each.join();
    }
    clients.forEach(Manager::close);
    server.close();
  }

  private Set<Long> servingThreads() {
    Set<Long> found = new HashSet<>();
    for (int i = 0; i < CLIENTS; i++) {
      found.add(threads.get(i));
    }
    return found;
  }

  private void awaitOneThreadForAll() {
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> servingThreads().size() == 1 && !servingThreads().contains(0L));
  }

  private void awaitCallsOfAll() {
    long[] before = new long[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      before[i] = calls.get(i);
    }
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> calls.get(number) > before[number] + 100);
    }
  }

  @Test
  void busyClientsShareAThread() {
    awaitOneThreadForAll();
  }

  @Test
  void nobodyPollsWhenNobodyCalls() throws Exception {
    awaitOneThreadForAll();
    done = true;
    for (Thread each : busy) {
      each.join();
    }
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> pollers() == 0);
    assertEquals("awake", clients.getFirst().create(Spot.class).echo("awake"));
  }

  /// Whether the thread that polls runs this.
  static boolean isPolled() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> isPollers(frame.getClassName())));
  }

  /// How many frames of threads that poll there are.
  static long pollers() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .filter(frame -> isPollers(frame.getClassName()))
        .count();
  }

  private static boolean isPollers(String className) {
    return className.startsWith(PollingLoop.class.getName() + "$");
  }

  @Test
  void aQuickMethodThatBlocksStallsItsOwnClientOnly() throws Exception {
    try (Manager rude = server.connect();
        Manager other = server.connect()) {
      for (int i = 0; i < 3; i++) {
        Spot blocking = rude.open("blocking-" + i, Spot.class);
        var blocked = new FutureTask<>(() -> blockOnce(blocking));
        Thread.ofPlatform().start(blocked);
        Spot same = other.open("blocking-" + i, Spot.class);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(same::isBlocked);
        awaitCallsOfAll();
        assertFalse(blocked.isDone());
        same.release();
        assertTrue(blocked.get());
        assertEquals("still", blocking.echo("still"));
      }
    }
    awaitOneThreadForAll();
  }

  private boolean blockOnce(Spot spot) throws InterruptedException {
    while (!done) {
      if (spot.blockIfPolled()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aClientThatTakesNoAnswersStallsNobody() throws Exception {
    Pipe.Duplex pipe = Door.pipe();
    server.admit(pipe.second());
    Connection slow = pipe.first();
    long spot = ProxyHandler.of(clients.getFirst().open("slow", Spot.class)).object();
    send(slow, 1, Messages.hello(Codec.data().encode("slow"), Integer.MAX_VALUE));
    byte[] _ = slow.receiveBytes();
    ServiceMethod isPolled = method("isPolled");
    long number = 2;
    do {
      send(slow, number++, Messages.call(isPolled, spot, null));
    } while (!Boolean.TRUE.equals(Messages.value(slow.receiveBytes(), Codec.data())));
    long first = number;
    Thread sender = Thread.ofPlatform().start(() -> flood(slow, first, spot));
    for (int i = 0; i < 10; i++) {
      awaitCallsOfAll();
    }
    slow.close();
    sender.join();
    awaitOneThreadForAll();
  }

  private static ServiceMethod method(String name, Class<?>... parameters) throws Exception {
    return Service.of(Spot.class).method(Spot.class.getMethod(name, parameters));
  }

  /// Sends and takes no answers, until it stalls itself.
  private static void flood(Connection to, long first, long spot) {
    try {
      ServiceMethod echo = method("echo", Object.class);
      byte[] value = new byte[1 << 10];
      for (long number = first; ; number++) {
        send(to, number, Messages.call(echo, spot, Codec.data().encode(value)));
      }
    } catch (Exception closed) {
      // That is how it ends.
    }
  }

  private static void send(Connection to, long number, byte[] message) throws Exception {
    Messages.setNumber(message, number);
    to.sendBytes(message);
  }
}
