package io.tandem.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.pipe.AuthenticationException;
import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionOptions;
import io.tandem.pipe.Pipe;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that do not do what they should. Others are served all the while.
@Timeout(60)
class SessionTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final int CALLS = 8;
  private static final int LOOKS = 10_000;
  private static final int MOST_CLIENTS = 1_010;
  private static final int MESSAGE_BYTES = 1 << 16;

  private ManagerServer server;
  private SocketAddress address;
  private Manager good;

  interface Box {
    @Quick
    Object swap(Object value);

    Object swapSlowly(Object value);

    void block(Object argument) throws InterruptedException;

    byte[] load(int bytes);

    @Quick
    int loads();

    Object never();

    @Quick
    Box self();
  }

  static final class OneBox implements Box, Awaited {
    private final AtomicInteger loads = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private Object held = "nothing";

    @Override
    public synchronized Object swap(Object value) {
      Object old = held;
      held = value;
      return old;
    }

    @Override
    public Object swapSlowly(Object value) {
      return swap(value);
    }

    @Override
    public void block(Object argument) throws InterruptedException {
      never.await();
    }

    @Override
    public byte[] load(int bytes) {
      loads.incrementAndGet();
      return new byte[bytes];
    }

    @Override
    public int loads() {
      return loads.get();
    }

    @Override
    public @Nullable CompletableFuture<?> awaited(ServiceMethod method) {
      return method.toString().contains("never") ? new CompletableFuture<>() : null;
    }

    @Override
    public Object never() {
      throw new AssertionError("It is awaited");
    }

    @Override
    public Box self() {
      return this;
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    address = UnixDomainSocketAddress.of(folder.resolve("s"));
    server =
        Manager.builder()
            .register(Box.class, OneBox::new)
            .listen(address)
            .key(KEY)
            .maxCalls(CALLS)
            .maxClients(MOST_CLIENTS)
            .maxMessageBytes(MESSAGE_BYTES)
            .serve();
    good = server.connect();
  }

  @AfterEach
  void close() {
    assertEquals("well", echo(good, "well"));
    good.close();
    server.close();
  }

  private static Object echo(Manager manager, Object value) {
    Box box = manager.create(Box.class);
    box.swap(value);
    return box.swap("");
  }

  private Connection connect() throws IOException, InterruptedException {
    return Connection.connect(
        address, ConnectionOptions.withKey(KEY).maxMessageBytes(MESSAGE_BYTES));
  }

  private static void send(Connection to, long number, byte[] message) throws Exception {
    Messages.setNumber(message, number);
    to.sendBytes(message);
  }

  private static void greet(Connection connection) throws Exception {
    send(connection, 1, Messages.hello(Codec.data().encode("a client"), Integer.MAX_VALUE));
    assertEquals(Messages.VALUE, Messages.kind(connection.receiveBytes()));
  }

  private static void assertDropped(Connection connection) {
    assertThrows(EOFException.class, connection::receiveBytes);
    connection.close();
  }

  // ---- before anything is decoded ----

  @Test
  void withoutAKeyItIsToldToGiveOne() {
    var thrown = assertThrows(IOException.class, () -> Manager.builder().connect(address));
    assertTrue(thrown.getMessage().endsWith("or give ManagerBuilder.key."), thrown.getMessage());
  }

  @Test
  void aWrongKeyIsRefused() {
    var settings = Manager.builder().key("guess".getBytes(UTF_8));
    assertThrows(AuthenticationException.class, () -> settings.connect(address));
  }

  @Test
  void whoDoesNotGreetIsDropped() throws Exception {
    Connection rude = connect();
    send(rude, 1, Messages.notice(Messages.RELEASE, 1));
    assertDropped(rude);
  }

  @Test
  void whoSpeaksAnotherVersionIsTold() throws Exception {
    Connection old = connect();
    byte[] hello = Messages.hello(Codec.data().encode("old"), Integer.MAX_VALUE);
    hello[2] = 99;
    send(old, 1, hello);
    assertEquals(Messages.THROWN, Messages.kind(old.receiveBytes()));
    assertDropped(old);
  }

  @Test
  void whoTakesNoAnswersIsDropped() throws Exception {
    for (int longest : new int[] {Integer.MIN_VALUE, 0, 16}) {
      Connection deaf = connect();
      send(deaf, 1, Messages.hello(Codec.data().encode("deaf"), longest));
      assertDropped(deaf);
    }
  }

  @Test
  void noClassIsMadeThatIsNotAllowed() throws Exception {
    Connection sly = connect();
    send(sly, 1, Messages.hello(Codec.data().encode(new Random(1)), Integer.MAX_VALUE));
    assertDropped(sly);
    Connection slyer = connect();
    greet(slyer);
    long object = idOf(good.open("box", Box.class));
    ServiceMethod swap = Service.of(Box.class).method(Box.class.getMethod("swap", Object.class));
    send(slyer, 2, Messages.call(swap, object, Codec.data().encode(new Random(1))));
    assertEquals(CodecException.Refused.class.getName(), failureIn(slyer.receiveBytes()));
    slyer.close();
  }

  /// The class of the exception that an answer tells of.
  private static Object failureIn(byte[] answer) {
    assertEquals(Messages.THROWN, Messages.kind(answer));
    Object[] failure = (Object[]) Messages.value(answer, Codec.data());
    return ((Object[]) ((Object[]) failure[1])[0])[0];
  }

  private static long idOf(Object proxy) {
    ProxyHandler handler = ProxyHandler.of(proxy);
    return handler == null ? -1 : handler.object();
  }

  // ---- requests ----

  @Test
  void onlyMethodsOfTheInterfaceCanBeCalled() throws Exception {
    Connection sly = connect();
    greet(sly);
    long object = idOf(good.open("box", Box.class));
    ServiceMethod swap = Service.of(Box.class).method(Box.class.getMethod("swap", Object.class));
    byte[] call = Messages.call(swap, object, Codec.data().encode("x"));
    call[2] = 77;
    send(sly, 2, call);
    assertEquals(ManagerRefusedException.class.getName(), failureIn(sly.receiveBytes()));
    sly.close();
  }

  @Test
  void aMessageThatCameTwiceIsDoneOnce() throws Exception {
    Connection twice = connect();
    greet(twice);
    long object = idOf(good.open("box", Box.class));
    ServiceMethod swap = Service.of(Box.class).method(Box.class.getMethod("swap", Object.class));
    byte[] call = Messages.call(swap, object, Codec.data().encode("mine"));
    send(twice, 2, call);
    send(twice, 2, call);
    send(twice, 3, Messages.call(swap, object, Codec.data().encode("last")));
    assertEquals("nothing", Messages.value(twice.receiveBytes(), Codec.data()));
    byte[] second = twice.receiveBytes();
    assertEquals(3, Messages.number(second));
    assertEquals("mine", Messages.value(second, Codec.data()));
    twice.close();
  }

  @Test
  void anObjectThatIsGoneIsNeverAnother() throws Exception {
    Connection sly = connect();
    greet(sly);
    ServiceMethod self = Service.of(Box.class).method(Box.class.getMethod("self"));
    send(sly, 2, Messages.call(self, 1 << 20, null));
    assertEquals(NoManagedObjectException.class.getName(), failureIn(sly.receiveBytes()));
    sly.close();
  }

  @Test
  void damagedMessagesEndNoOthersSession() throws Exception {
    var random = new Random(7);
    long object = idOf(good.open("box", Box.class));
    ServiceMethod swap = Service.of(Box.class).method(Box.class.getMethod("swap", Object.class));
    for (int i = 0; i < 200; i++) {
      try (Connection bad = connect()) {
        greet(bad);
        byte[] call = Messages.call(swap, object, Codec.data().encode(List.of("x", 1, 2.0)));
        Messages.setNumber(call, 2);
        byte[] damaged = Arrays.copyOf(call, random.nextInt(call.length + 1));
        for (int bytes = random.nextInt(4); bytes > 0 && damaged.length > 0; bytes--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        bad.sendBytes(damaged);
      }
    }
  }

  // ---- limits ----

  @Test
  void tooManyCallsOfOneClientAreRefused() throws Exception {
    assertRefused(CALLS + 1, "short", "calls of this client are running as may, " + CALLS);
  }

  @Test
  void callsOfOneClientTakeOnlySoMuchMemory() throws Exception {
    byte[] most = new byte[MESSAGE_BYTES - 1_000];
    assertRefused(5, most, "running with nearly " + 4 * MESSAGE_BYTES + " bytes of arguments");
  }

  /// Has so many calls with an argument block: one more than may.
  private void assertRefused(int calls, Object argument, String why) throws Exception {
    try (var manager = Manager.builder().key(KEY).maxMessageBytes(MESSAGE_BYTES).connect(address)) {
      Box box = manager.create(Box.class);
      List<Thread> threads = new ArrayList<>();
      var refusal = new CompletableFuture<String>();
      for (int i = 0; i < calls; i++) {
        threads.add(Thread.ofVirtual().start(() -> blockIn(box, argument, refusal)));
      }
      String message = refusal.get();
      assertTrue(message.contains(why), message);
      assertEquals("nothing", box.swap("quick ones still go"));
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals("quick ones still go", box.swapSlowly(argument));
    }
  }

  private static void blockIn(Box box, Object argument, CompletableFuture<String> refusal) {
    try {
      box.block(argument);
    } catch (ManagerRefusedException e) {
      refusal.complete(e.getMessage());
    } catch (InterruptedException _) {
      // That is how it ends.
    }
  }

  /// As many as there are, so many calls would each keep a thread and a result.
  @Test
  void whoTakesNoAnswersHasNoMoreCallsThanWhoTakesThem() throws Exception {
    Connection deaf = connect();
    greet(deaf);
    int calls = callUntilTheReceiverSends(deaf, MESSAGE_BYTES / 2);
    for (int i = 0; i < calls; i++) {
      assertTrue(Messages.isAnswer(deaf.receiveBytes())); // none is lost
    }
    deaf.close();
  }

  @Test
  void resultsThatNobodyTakesAreOnlySoMany() throws Exception {
    Connection deaf = connect();
    greet(deaf);
    int calls = callUntilTheReceiverSends(deaf, MESSAGE_BYTES - 100);
    Set<Object> failures = new HashSet<>();
    for (int i = 0; i < calls; i++) {
      byte[] answer = deaf.receiveBytes();
      if (Messages.kind(answer) == Messages.THROWN) {
        failures.add(failureIn(answer));
      }
    }
    assertTrue(failures.contains(ResultTooLongException.class.getName()), failures::toString);
    deaf.close();
  }

  /// Calls one method again and again, and takes no answers.
  ///
  /// @return how often
  private int callUntilTheReceiverSends(Connection deaf, int resultBytes) throws Exception {
    Box box = good.open("box", Box.class);
    ServiceMethod load = Service.of(Box.class).method(Box.class.getMethod("load", int.class));
    int calls = 0;
    for (int looks = 0; !isReceiverSending(); looks++) {
      boolean ran = box.loads() == calls; // all that were sent; but one may have been refused
      if (ran || looks == LOOKS) {
        assertTrue(calls < 20 * CALLS, () -> "so many were sent: " + 20 * CALLS);
        send(deaf, 2 + calls++, Messages.call(load, idOf(box), Codec.data().encode(resultBytes)));
        looks = 0;
      }
    }
    return calls;
  }

  /// Whether the thread that receives from a client waits until that takes an answer.
  private static boolean isReceiverSending() {
    return Thread.getAllStackTraces().values().stream()
        .anyMatch(stack -> has(stack, "receive") && has(stack, "giveFailure"));
  }

  private static boolean has(StackTraceElement[] stack, String method) {
    return Arrays.stream(stack)
        .anyMatch(
            each ->
                each.getClassName().startsWith(Session.class.getPackageName())
                    && each.getMethodName().equals(method));
  }

  @Test
  void callsThatWaitWithoutAThreadAreBoundedToo() throws Exception {
    Connection patient = connect();
    greet(patient);
    Box box = good.open("box", Box.class);
    ServiceMethod never = Service.of(Box.class).method(Box.class.getMethod("never"));
    for (int i = 0; i <= 200 * CALLS; i++) {
      send(patient, 2 + i, Messages.call(never, idOf(box), null));
    }
    byte[] answer = patient.receiveBytes(); // the only one
    assertEquals(2 + 200 * CALLS, Messages.number(answer));
    assertEquals(ManagerRefusedException.class.getName(), failureIn(answer));
    patient.close();
  }

  @Test
  void tooManyClientsAreRefused() throws Exception {
    List<Manager> clients = new ArrayList<>();
    ManagerRefusedException thrown =
        assertThrows(
            ManagerRefusedException.class,
            () -> {
              for (int i = 0; i <= MOST_CLIENTS; i++) {
                clients.add(Manager.builder().key(KEY).connect(address));
              }
            });
    assertTrue(
        thrown.getMessage().contains("it has " + MOST_CLIENTS + " clients"), thrown.getMessage());
    clients.forEach(Manager::close);
  }

  @Test
  void aMessageThatIsTooLongIsTheSendersFailure() throws Exception {
    int most = MESSAGE_BYTES / 4;
    try (var manager = Manager.builder().key(KEY).maxMessageBytes(most).connect(address)) {
      assertTooLong(manager.create(Box.class), most);
      assertTooLong(good.create(Box.class), MESSAGE_BYTES);
      good.open("long", Box.class).swap(new byte[most]);
      Box other = manager.open("long", Box.class);
      assertThrows(ResultTooLongException.class, () -> other.swap("short"));
      assertEquals("short", other.swap(""));
    }
  }

  private static void assertTooLong(Box box, int most) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> box.swap(new byte[most]));
    String message = thrown.getMessage();
    assertTrue(message.contains(most + " are the most"), message);
    assertTrue(message.contains("raise ManagerBuilder.maxMessageBytes"), message);
    assertEquals("nothing", box.swap(new byte[most - 1_000]));
  }

  @Test
  void whoSendsMoreThanTheServerTakesIsDropped() throws Exception {
    Pipe.Duplex pipe = Door.pipe();
    server.admit(pipe.second());
    Connection hostile = pipe.first();
    greet(hostile);
    Thread sender = Thread.ofPlatform().start(() -> sendTooMuch(hostile));
    assertDropped(hostile);
    sender.join();
  }

  private static void sendTooMuch(Connection to) {
    try {
      to.sendBytes(new byte[MESSAGE_BYTES + 1]);
    } catch (IOException | InterruptedException _) {
      // It is dropped.
    }
  }

  @Test
  void aClientThatSendsAByteNowAndThenStallsNobody() throws Exception {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(address);
      for (int i = 0; i < 4; i++) {
        channel.write(ByteBuffer.wrap(new byte[] {0}));
        assertEquals("while it does", echo(good, "while it does"));
      }
    }
    Connection slow = connect();
    greet(slow);
    Box box = good.open("box", Box.class);
    box.swap(new byte[MESSAGE_BYTES / 2]);
    ServiceMethod self =
        Service.of(Box.class).method(Box.class.getMethod("swapSlowly", Object.class));
    Thread sender = Thread.ofPlatform().start(() -> flood(slow, self, idOf(box)));
    for (int i = 0; i < 30; i++) {
      assertEquals("while it waits", echo(good, "while it waits"));
    }
    slow.close();
    sender.join();
  }

  /// Sends and takes no answers, until it stalls itself.
  private static void flood(Connection to, ServiceMethod method, long object) {
    try {
      for (int number = 2; ; number++) {
        byte[] half = new byte[MESSAGE_BYTES / 2];
        send(to, number, Messages.call(method, object, Codec.data().encode(half)));
      }
    } catch (Exception closed) {
      // That is how it ends.
    }
  }

  @Test
  void aThousandIdleConnectionsStallNobody() throws Exception {
    List<Connection> idle = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      idle.add(connect());
    }
    assertEquals("still", echo(good, "still"));
    try (var late = Manager.builder().key(KEY).connect(address)) {
      assertEquals("here", echo(late, "here"));
    }
    idle.forEach(Connection::close);
  }

  // ---- what hangs on a client ----

  @Test
  void whatAClientHadGoesWithIt() throws Exception {
    Manager leaving = server.connect();
    List<Object> mine = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      mine.add(leaving.create(Box.class));
    }
    assertEquals(10, server.objects());
    leaving.close();
    awaitObjects(0);
    var thrown =
        assertThrows(ManagerClosedException.class, () -> ((Box) mine.getFirst()).swap("x"));
    assertTrue(thrown.getMessage().contains("this JVM closed its connection"));
  }

  @Test
  void anObjectGoesWithItsLastProxy() throws Exception {
    Box kept = good.create(Box.class);
    kept.swap(good.create(Box.class)); // and one inside
    for (int i = 0; i < 10; i++) {
      good.create(Box.class);
    }
    awaitObjects(2);
    assertInstanceOf(Box.class, kept.swap("nothing more"));
    awaitObjects(1);
    assertEquals("nothing more", kept.swap(""));
  }

  /// What is not reachable goes within some collections.
  private void awaitObjects(int count) {
    for (int i = 0; server.objects() > count; i++) {
      System.gc();
      LockSupport.parkNanos(1_000_000);
      assertTrue(i < 500, () -> server.objects() + " objects are left");
    }
    assertEquals(count, server.objects());
  }

  @Test
  void aBlockedCallIsInterruptedWhenItsClientLeaves() throws Exception {
    Manager leaving = server.connect();
    Box box = leaving.create(Box.class);
    var call =
        new FutureTask<>(() -> assertThrows(ManagerClosedException.class, () -> box.block("long")));
    Thread.ofPlatform().start(call);
    leaving.close();
    call.get();
    awaitObjects(0);
  }

  @Test
  void overASocketOnlyInterfacesThatTheProgramHasNamedComeAsProxies() {
    var known = new KnownServices(null);
    assertThrows(CodecException.Refused.class, () -> known.require(Runnable.class.getName()));
    known.add(Box.class);
    assertEquals(Box.class, known.require(Box.class.getName()).type());
  }
}
