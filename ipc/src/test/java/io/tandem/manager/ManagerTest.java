package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.RemoteTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server and a client in one JVM, over shared memory.
@Timeout(60)
class ManagerTest {
  private ManagerServer server;
  private Manager manager;

  interface Counter {
    @Quick
    long add(long more);

    default long next() {
      return add(1);
    }
  }

  static final class Count implements Counter {
    private long sum;

    @Override
    public synchronized long add(long more) {
      return sum += more;
    }

    @Override
    public String toString() {
      return "count of " + sum;
    }
  }

  /// All that a service may do.
  interface Shop<T> {
    Counter counter(String name);

    T echo(T value);

    List<T> kept();

    void keep(T value);

    T fail(String message) throws java.io.IOException;

    T awaitOne() throws InterruptedException;
  }

  static final class Store implements Shop<Object> {
    private final java.util.Map<String, Counter> counters = new java.util.HashMap<>();
    private final List<Object> kept = new ArrayList<>();
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(1);

    @Override
    public synchronized Counter counter(String name) {
      return counters.computeIfAbsent(name, _ -> new Count());
    }

    @Override
    public Object echo(Object value) {
      return value;
    }

    @Override
    public synchronized List<Object> kept() {
      return new ArrayList<>(kept);
    }

    @Override
    public synchronized void keep(Object value) {
      kept.add(value);
    }

    @Override
    public Object fail(String message) throws java.io.IOException {
      throw new java.io.IOException(message);
    }

    @Override
    public Object awaitOne() throws InterruptedException {
      return queue.take();
    }
  }

  @BeforeEach
  void open() throws Exception {
    server =
        Manager.builder()
            .register(Counter.class, Count::new)
            .register(Shop.class, Store::new)
            .serve();
    manager = server.connect();
  }

  @AfterEach
  void close() {
    manager.close();
    server.close();
  }

  @Test
  void callsRunOnTheServer() {
    Counter counter = manager.create(Counter.class);
    assertEquals(2, counter.add(2));
    assertEquals(3, counter.next());
    assertEquals("count of 3", counter.toString());
  }

  @Test
  void createMakesANewObjectAndOpenFindsTheOldOne() {
    Counter first = manager.open("a", Counter.class);
    Counter again = manager.open("a", Counter.class);
    first.add(5);
    assertEquals(6, again.add(1));
    assertEquals(first, again);
    assertEquals(first.hashCode(), again.hashCode());
    assertNotEquals(first, manager.create(Counter.class));
    assertNotEquals(first, "a");
  }

  @Test
  @SuppressWarnings("unchecked")
  void methodsThatReturnARegisteredInterfaceReturnProxies() {
    Shop<Object> shop = manager.create(Shop.class);
    Counter counter = shop.counter("c");
    counter.add(7);
    assertInstanceOf(ManagedProxy.class, counter);
    assertEquals(8, shop.counter("c").add(1));
    assertEquals(counter, shop.counter("c"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void proxiesNestInManagedObjects() {
    Shop<Object> shop = manager.create(Shop.class);
    Counter counter = manager.create(Counter.class);
    shop.keep(List.of("x", counter));
    counter.add(3);
    var inside = (Counter) ((List<Object>) shop.kept().getFirst()).get(1);
    assertEquals(4, inside.add(1));
    assertEquals(counter, inside);
    assertEquals(counter, shop.echo(counter));
  }

  @Test
  @SuppressWarnings("unchecked")
  void whatTheObjectThrowsIsThrownWithTheServersTrace() {
    Shop<Object> shop = manager.create(Shop.class);
    var thrown = assertThrows(java.io.IOException.class, () -> shop.fail("no bread"));
    assertEquals("no bread", thrown.getMessage());
    var where = assertInstanceOf(RemoteTrace.class, thrown.getCause());
    assertTrue(where.getMessage().contains("in manager '"), where.getMessage());
    assertEquals("fail", where.getStackTrace()[0].getMethodName());
  }

  @Test
  @SuppressWarnings("unchecked")
  void anInterruptedCallIsInterruptedOnTheServer() throws Exception {
    Shop<Object> shop = manager.create(Shop.class);
    var begun = new CountDownLatch(1);
    var call =
        new FutureTask<>(
            () -> {
              begun.countDown();
              assertThrows(InterruptedException.class, shop::awaitOne);
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = Thread.ofPlatform().start(call);
    begun.await();
    thread.interrupt();
    assertFalse(call.get());
    assertEquals("a", shop.echo("a"));
  }

  @Test
  void callsOnAServerThatWasClosedSaySo() {
    Counter counter = manager.create(Counter.class);
    server.close();
    var thrown = assertThrows(ManagerClosedException.class, () -> counter.add(1));
    assertTrue(thrown.getMessage().startsWith("Cannot call Counter.add: manager '"));
  }

  @Test
  void whatIsNotRegisteredIsRefused() {
    var thrown = assertThrows(ManagerRefusedException.class, () -> manager.create(Runnable.class));
    assertTrue(thrown.getMessage().contains("not registered"), thrown.getMessage());
  }
}
