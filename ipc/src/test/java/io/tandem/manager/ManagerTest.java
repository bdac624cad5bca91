package io.tandem.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.CodecException;
import io.tandem.codec.RemoteTrace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A server and a client in one JVM, over each transport.
@Timeout(60)
@ParameterizedClass
@EnumSource
class ManagerTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);

  @Parameter private Transport transport;
  private ManagerServer server;
  private Manager manager;

  enum Transport {
    MEMORY,
    UNIX,
    TCP
  }

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

    T fail(String message) throws IOException;

    T awaitOne() throws InterruptedException;
  }

  static final class Store implements Shop<Object> {
    private final Map<String, Counter> counters = new HashMap<>();
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
    public Object fail(String message) throws IOException {
      throw new IOException(message);
    }

    @Override
    public Object awaitOne() throws InterruptedException {
      return queue.take();
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    ManagerBuilder settings =
        Manager.builder().register(Counter.class, Count::new).register(Shop.class, Store::new);
    server =
        switch (transport) {
          case MEMORY -> settings.serve();
          case UNIX ->
              settings.listen(UnixDomainSocketAddress.of(folder.resolve("s"))).key(KEY).serve();
          case TCP -> settings.listen(new InetSocketAddress("localhost", 0)).key(KEY).serve();
        };
    manager =
        transport == Transport.MEMORY
            ? server.connect()
            : Manager.builder().key(KEY).connect(server.address().orElseThrow());
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
    var thrown = assertThrows(IOException.class, () -> shop.fail("no bread"));
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
  @SuppressWarnings("unchecked")
  void manyThreadsShareTheConnection() throws Exception {
    Shop<Object> shop = manager.create(Shop.class);
    Counter counter = manager.create(Counter.class);
    List<FutureTask<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Object mine = "mine" + i;
      var call =
          new FutureTask<Object>(
              () -> {
                for (int round = 0; round < 200; round++) {
                  counter.add(1);
                  assertEquals(mine, shop.echo(mine));
                }
                return mine;
              });
      calls.add(call);
      Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      kind.start(call);
    }
    for (var call : calls) {
      call.get();
    }
    assertEquals(3200, counter.add(0));
  }

  @Test
  @SuppressWarnings("unchecked")
  void longArgumentsAndResultsCross() {
    Shop<Object> shop = manager.create(Shop.class);
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    assertArrayEquals(bytes, (byte[]) shop.echo(bytes));
  }

  @Test
  @SuppressWarnings("unchecked")
  void longMessagesOfManyThreadsDoNotBlockEachOther() throws Exception {
    Shop<Object> shop = manager.create(Shop.class);
    byte[] bytes = new byte[1 << 20];
    List<FutureTask<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      var call =
          new FutureTask<Object>(
              () -> {
                for (int round = 0; round < 5; round++) {
                  assertEquals(bytes.length, ((byte[]) shop.echo(bytes)).length);
                }
                return null;
              });
      calls.add(call);
      Thread.ofPlatform().start(call);
    }
    for (var call : calls) {
      call.get();
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void anInterruptedThreadMayStillCallWhatCannotBeInterrupted() {
    Shop<Object> shop = manager.create(Shop.class);
    Thread.currentThread().interrupt();
    assertEquals("a", shop.echo("a"));
    assertTrue(Thread.interrupted());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, shop::awaitOne);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  @SuppressWarnings("unchecked")
  void whatCannotTravelIsTheCallers() {
    Shop<Object> shop = manager.create(Shop.class);
    assertThrows(CodecException.Unencodable.class, () -> shop.echo(new Object()));
    assertEquals("a", shop.echo("a"));
  }

  @Test
  void whatIsNotRegisteredIsRefused() {
    var thrown = assertThrows(ManagerRefusedException.class, () -> manager.create(Runnable.class));
    assertTrue(thrown.getMessage().contains("not registered"), thrown.getMessage());
  }
}
