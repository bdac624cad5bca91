package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of calls, whatever methods and clients do.
@Timeout(120)
class ServerCallsTest {
  private static final int SHORT = 1 << 12;

  private SocketAddress address;
  private ManagerServer server;
  private Manager manager;

  interface Desk {
    @Quick
    String interruptItself();

    String interruptItselfSlowly();

    int compute();

    List<Object> halfUnable();
  }

  static final class OneDesk implements Desk {
    static volatile boolean computing;
    static volatile CountDownLatch computed = new CountDownLatch(0);

    @Override
    public String interruptItself() {
      Thread.currentThread().interrupt();
      return "answered";
    }

    @Override
    public String interruptItselfSlowly() {
      return interruptItself();
    }

    @Override
    public int compute() {
      computed.countDown();
      int sum = 0;
      while (computing) {
        sum++;
      }
      return sum;
    }

    @Override
    public List<Object> halfUnable() {
      List<Object> mixed = new ArrayList<>(SELF);
      mixed.add(new Object());
      return mixed;
    }

    static final List<Object> SELF = new ArrayList<>();
  }

  static final class SlowDesk {
    static volatile CountDownLatch making;
    static volatile CountDownLatch made;

    static Desk make() throws InterruptedException {
      making.countDown();
      made.await();
      return new OneDesk();
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    address = UnixDomainSocketAddress.of(folder.resolve("s"));
    server =
        Manager.builder()
            .register(Desk.class, OneDesk::new)
            .register(Supplier.class, () -> () -> "supplied")
            .listen(address)
            .serve();
    manager = server.connect();
  }

  @AfterEach
  void close() {
    OneDesk.computing = false;
    manager.close();
    server.close();
  }

  private Manager bySocket() throws Exception {
    return Manager.builder().register(Desk.class).maxMessageBytes(SHORT).connect(address);
  }

  // ---- methods ----

  @Test
  void aMethodThatInterruptsItsThreadIsAnswered() throws Exception {
    try (var other = bySocket()) {
      for (Manager each : List.of(manager, other)) {
        Desk desk = each.create(Desk.class);
        for (int i = 0; i < 3; i++) {
          assertEquals("answered", desk.interruptItself());
          assertEquals("answered", desk.interruptItselfSlowly());
        }
      }
    }
  }

  @Test
  void methodsThatComputeStallNobody() throws Exception {
    int calls = 2 * Runtime.getRuntime().availableProcessors();
    OneDesk.computing = true;
    OneDesk.computed = new CountDownLatch(calls);
    Desk desk = manager.create(Desk.class);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      callers.add(Thread.ofPlatform().start(desk::compute));
    }
    OneDesk.computed.await();
    try (var other = bySocket()) {
      assertEquals("answered", other.create(Desk.class).interruptItselfSlowly());
    }
    OneDesk.computing = false;
    for (Thread caller : callers) {
      caller.join();
    }
  }

  @Test
  void whatAMethodThrowsNamesItsCaller() {
    ManagedList<Integer> list = manager.list();
    var thrown = assertThrows(IndexOutOfBoundsException.class, () -> list.get(7));
    assertTrue(
        Arrays.stream(thrown.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(ServerCallsTest.class.getName())),
        () -> Arrays.toString(thrown.getStackTrace()));
  }

  @Test
  void anInterfaceOfJavaItselfIsManaged() {
    assertEquals("supplied", manager.create(Supplier.class).get());
  }

  // ---- answers that do not go ----

  @Test
  void anAnswerThatFailsKeepsNothing() {
    Desk desk = manager.create(Desk.class);
    Object inside =
        ServerCore.here(ProxyHandler.of(desk).server())
            .create(Desk.class.getName(), Service.of(Desk.class).fingerprint(), new Object[0]);
    OneDesk.SELF.add(inside);
    assertThrows(RuntimeException.class, desk::halfUnable);
    inside = null;
    OneDesk.SELF.clear();
    awaitObjects(1);
    assertEquals("answered", desk.interruptItself());
  }

  /// What is not reachable goes within some collections.
  private void awaitObjects(int count) {
    for (int i = 0; server.objects() > count; i++) {
      System.gc();
      LockSupport.parkNanos(1_000_000);
      assertTrue(i < 500, () -> server.objects() + " objects are left");
    }
  }

  @Test
  void whatIsTooLongForItsClientIsPutBack() throws Exception {
    String big = "x".repeat(2 * SHORT);
    ManagedDeque<String> deque = manager.deque("d");
    ManagedMap<String, String> map = manager.map("m");
    ManagedList<String> list = manager.list("l");
    deque.addAll(List.of(big, "2", big));
    map.put("k", big);
    list.addAll(List.of("1", big, "3"));
    try (var other = bySocket()) {
      ManagedDeque<String> theirs = other.deque("d");
      assertThrows(ResultTooLongException.class, theirs::poll);
      assertThrows(ResultTooLongException.class, theirs::takeLast);
      assertThrows(ResultTooLongException.class, () -> theirs.drainTo(new ArrayList<>()));
      assertEquals(List.of(big, "2", big), List.copyOf(deque));
      assertThrows(ResultTooLongException.class, () -> other.map("m").remove("k"));
      assertEquals(big, map.get("k"));
      ManagedList<String> theirList = other.list("l");
      assertThrows(ResultTooLongException.class, () -> theirList.remove(1));
      assertEquals(List.of("1", big, "3"), list);
      assertEquals("3", theirList.getLast());
    }
  }

  @Test
  void drainingTakesInPartsWhatIsTooLongInOne() throws Exception {
    ManagedQueue<String> queue = manager.queue("q");
    String quarter = "x".repeat(SHORT / 4);
    for (int i = 0; i < 10; i++) {
      queue.add(quarter);
    }
    try (var other = bySocket()) {
      List<String> taken = new ArrayList<>();
      assertEquals(7, other.<String>queue("q").drainTo(taken, 7));
      assertEquals(3, other.<String>queue("q").drainTo(taken));
      assertEquals(10, taken.size());
      assertEquals(0, queue.size());
    }
  }

  @Test
  void aServerThatTakesNothingStopsNoOthersReleases() throws Exception {
    Pipe.Duplex pipe = Door.pipe(); // nobody receives at its other end
    var elsewhere = new ServerAddress(UUID.randomUUID(), "stopped", null, null);
    var codec = Codec.data();
    var services = new KnownServices(null);
    Connection toNobody = pipe.first();
    var link =
        new Link(toNobody, codec, elsewhere, SHORT, new Outbox(toNobody), services, () -> "");
    for (int i = 0; i < 20_000; i++) {
      Object _ = RemoteObject.counted(link, i, Service.of(Desk.class));
    }
    for (int i = 0; i < 10; i++) {
      makeAndForget();
      awaitObjects(0);
    }
    link.close();
    pipe.second().close();
  }

  private void makeAndForget() {
    Object _ = manager.create(Desk.class);
  }

  // ---- wrong use ----

  @Test
  void wrongUseIsToldOf() {
    var builder = Manager.builder().register(Desk.class);
    assertTold("Register each interface once", () -> builder.register(Desk.class));
    assertTold("Allow 4096 or more", () -> builder.maxMessageBytes(100));
    assertTold("No name is given", () -> manager.list(null));
    manager.list("l").add(1);
    assertTold("as ManagedMap: it is a ManagedList", () -> manager.map("l"));
    ManagedSemaphore semaphore = manager.semaphore(1);
    assertTold("Release only what", () -> semaphore.release(Integer.MAX_VALUE));
    assertEquals(1, semaphore.availablePermits());
    ManagedList<Integer> list = manager.list("l");
    manager.close();
    assertTold("Cannot call ManagedList.get", () -> list.get(0));
    server.close();
    assertThrows(ManagerClosedException.class, server::connect);
  }

  private static void assertTold(String part, Executable use) {
    String message = assertThrows(RuntimeException.class, use).getMessage();
    assertTrue(message.contains(part), message);
  }

  // ---- clients that go ----

  @Test
  void callsEndWithTheirClient() throws Exception {
    manager.lock("l").lock();
    for (int i = 0; i < 10; i++) {
      Manager leaving = server.connect();
      ManagedLock lock = leaving.lock("l");
      List<Thread> callers = new ArrayList<>();
      for (int j = 0; j < 10; j++) {
        callers.add(
            Thread.ofPlatform().start(() -> assertThrows(ManagerException.class, lock::lock)));
      }
      Waits.await(10, LockReferent.class, "awaitTurn");
      leaving.close();
      for (Thread caller : callers) {
        caller.join();
      }
      Waits.await(0, LockReferent.class, "awaitTurn");
    }
  }

  @Test
  void anObjectIsMadeThoughItsFirstClientGoes() throws Exception {
    SlowDesk.making = new CountDownLatch(1);
    SlowDesk.made = new CountDownLatch(1);
    try (var slow = Manager.builder().register(Desk.class, SlowDesk::make).serve();
        var patient = slow.connect()) {
      Manager leaving = slow.connect();
      var first = new FutureTask<>(() -> leaving.open("desk", Desk.class));
      Thread.ofPlatform().start(first);
      SlowDesk.making.await();
      var second = new FutureTask<>(() -> patient.open("desk", Desk.class).interruptItself());
      Thread.ofPlatform().start(second);
      leaving.close();
      assertThrows(Exception.class, first::get);
      while (slow.clients() > 1) {
        Thread.onSpinWait();
      }
      SlowDesk.made.countDown();
      assertEquals("answered", second.get());
      assertEquals(1, slow.objects());
    }
  }

  // ---- the server's end ----

  @Test
  void aPoolEndsWithItsServer() throws Exception {
    ManagedExecutor pool = manager.pool(1);
    long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
    ProcessHandle process = ProcessHandle.of(worker).orElseThrow();
    server.close();
    process.onExit().get();
    assertFalse(process.isAlive());
  }
}
