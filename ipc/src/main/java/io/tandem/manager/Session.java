package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Failure;
import io.tandem.pipe.Connection;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A client, as its server sees it. Whoever receives from it runs what is quick, in a thread of the
/// session's own or in the [PollingLoop]; every other call has a thread of its own: a virtual one
/// would keep others from running while it computes. Whatever a client does or fails to do, it
/// stalls only itself.
final class Session extends Crossing implements Runnable {
  private static final int MOST_NAME = 200;
  private static final long HELLO_NUMBER = 1; // it is a client's first message
  private static final Service ROOT = Service.of(Root.class);

  private final ServerCore core;
  private final Connection connection;
  private final Codec codec;
  private final ServerAddress address;
  private final @Nullable PollingLoop polling;
  private final Root root = new RootObject(this);
  private final RunningCalls running;
  private final Answers answers;
  private final Holdings holdings;
  private final CountDownLatch over = new CountDownLatch(1);

  // Of whoever receives:
  private @Nullable Client client;
  private long last;
  private int crossings;

  /// @param address as the client may know it
  /// @param polling for a client in shared memory; null for any other
  Session(
      ServerCore core,
      Connection connection,
      Codec codec,
      ServerAddress address,
      @Nullable PollingLoop polling) {
    this.core = core;
    this.connection = connection;
    this.codec = codec;
    this.address = address;
    this.polling = polling;
    this.running = new RunningCalls(core);
    this.answers = new Answers(this, running, connection, codec);
    this.holdings = new Holdings(core.objects());
  }

  ServerCore core() {
    return core;
  }

  // ---- receiving, by one thread at a time ----

  /// Receives until the client is gone, or the polling loop takes over.
  @Override
  public void run() {
    while (receive()) {
      if (polling != null && polling.takes(this)) {
        return;
      }
    }
  }

  /// Whether receiving would not wait.
  boolean isReady() {
    return connection.isReady();
  }

  /// Receives a message, and does what it says.
  ///
  /// @return false if it was the last one: the session has ended
  boolean receive() {
    boolean wanted = false;
    try {
      wanted = handle(connection.receiveBytes(longestCall()));
    } catch (InterruptedException _) {
      wanted = true; // a method has interrupted itself
    } catch (IOException | CodecException _) {
      // It has closed, died, said hello in no known way, or the server closes.
    } catch (RuntimeException | Error e) { // memory is short, say: other sessions go on
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    } finally {
      if (!wanted) {
        end();
      }
    }
    return wanted;
  }

  /// A client does not send longer ones, see [Link].
  private int longestCall() {
    return core.settings().maxMessageBytes();
  }

  /// Counts a message that came between those of others.
  ///
  /// @return whether there were so many
  boolean hasCrossed(int enough) {
    if (++crossings < enough) {
      return false;
    }
    crossings = 0;
    return true;
  }

  void startCrossings(int from) {
    crossings = from;
  }

  /// @return false if nothing more is wanted
  private boolean handle(byte[] message) {
    if (!Messages.isRequest(message)) {
      return false;
    }
    long number = Messages.number(message);
    if (number <= last) {
      return true; // sent twice
    }
    last = number;
    int kind = Messages.kind(message);
    if (client == null) {
      return kind == Messages.HELLO && greet(message, number);
    }
    switch (kind) {
      case Messages.CALL -> call(client, message, number);
      case Messages.CANCEL -> running.interrupt(Messages.object(message));
      case Messages.RETAIN -> holdings.retain(Messages.object(message));
      case Messages.RELEASE -> holdings.release(Messages.object(message));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean greet(byte[] hello, long number) {
    if (Messages.method(hello) != Messages.VERSION) {
      refuse(
          new ManagerRefusedException(
              "Cannot talk to %s: it speaks version %d of the protocol, and the client %d. "
                      .formatted(core, Messages.VERSION, Messages.method(hello))
                  + "Give both the same version of the library."));
      return false;
    }
    client = new Client(nameIn(hello), running);
    int longest = longestFor(hello);
    if (longest < ManagerBuilder.LEAST_MESSAGE_BYTES) {
      return false;
    }
    answers.limit(longest);
    answers.send(Messages.welcome(number, longestCall(), codec.encode(address)));
    return true;
  }

  private int longestFor(byte[] hello) {
    int taken = Messages.longest(hello);
    return polling == null ? Math.min(taken, core.settings().maxMessageBytes()) : taken;
  }

  private String nameIn(byte[] hello) {
    String name = String.valueOf(during(() -> Messages.body(hello, codec)));
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.substring(0, Math.min(printable.length(), MOST_NAME));
  }

  // ---- calls ----

  private void call(Client from, byte[] message, long number) {
    try {
      Entry entry = find(Messages.object(message));
      ServiceMethod method = entry == null ? root(message) : method(entry.service(), message);
      Object referent = entry == null ? root : entry.referent();
      var caller = new Caller(from, Messages.thread(message));
      CompletableFuture<?> awaited =
          referent instanceof Awaited waits ? waits.awaited(method) : null;
      if (awaited != null) {
        answers.giveLater(number, awaited);
      } else if (method.quick()) {
        execute(method, referent, caller, message, null);
      } else {
        start(new RunningCall(this, method, referent, caller, message));
      }
    } catch (ManagerException e) {
      answers.giveFailure(number, null, e);
    }
  }

  private void start(RunningCall call) {
    running.add(call);
    try {
      call.start(core.threads());
    } catch (OutOfMemoryError _) {
      running.remove(call);
      throw new ManagerRefusedException(
          "Cannot call %s: it gets no more threads. ".formatted(core)
              + "Wait for some of the calls that are running.");
    }
  }

  /// @return null for the root
  private @Nullable Entry find(long object) {
    return object == Root.ID ? null : core.objects().require(object);
  }

  private static ServiceMethod root(byte[] message) {
    return method(ROOT, message);
  }

  private static ServiceMethod method(Service service, byte[] message) {
    ServiceMethod method = service.method(Messages.method(message));
    if (method == null) {
      throw new ManagerRefusedException(
          "Cannot call method %d of %s: it has none. "
                  .formatted(Messages.method(message), service.name())
              + "Give the client and the server the same version of it.");
    }
    return method;
  }

  /// Runs a call, in whichever thread, and answers it.
  ///
  /// @param call null if it is a quick one
  void execute(
      ServiceMethod method,
      Object referent,
      Caller caller,
      byte[] message,
      @Nullable RunningCall call) {
    long number = Messages.number(message);
    Object[] arguments = null;
    Object value;
    caller.enter();
    try {
      arguments = during(() -> Messages.arguments(message, method.parameters(), codec));
      value = core.exposed(method, method.run(referent, arguments));
    } catch (Throwable e) {
      finish(call);
      answers.giveFailure(number, call, e);
      return;
    } finally {
      Caller.leave();
    }
    finish(call);
    Throwable kept = answers.give(number, call, value);
    if (kept != null) {
      if (referent instanceof HandsOut giver) {
        giver.takeBack(method, arguments, value);
      }
      answers.giveFailure(number, call, kept);
    }
  }

  /// From now on the call cannot be interrupted, and is not: not by itself either.
  private static void finish(@Nullable RunningCall call) {
    if (call != null) {
      call.finish();
    }
    boolean _ = Thread.interrupted();
  }

  // ---- answers ----

  /// Tells a client that nothing will come of it.
  void refuse(Throwable why) {
    answers.giveFailure(HELLO_NUMBER, null, why);
  }

  /// Tells the owner of a server that it did not start.
  static void refuse(Connection owner, Codec codec, Throwable why) {
    Object[] failure = Failure.of(why, "in the JVM of the manager");
    try {
      owner.sendBytes(Messages.answer(Messages.THROWN, HELLO_NUMBER, codec.encode(failure)));
    } catch (IOException | InterruptedException _) {
      // It is gone.
    }
    owner.close();
  }

  /// Says that the server closes, as far as the client listens.
  void sayGoodbye() {
    answers.send(Messages.answer(Messages.GOODBYE, 0, null));
  }

  // ---- proxies ----

  @Override
  boolean reaches(UUID server) {
    return server.equals(address.server());
  }

  @Override
  Reference refer(ProxyHandler handler) {
    return holdings.give(handler.object());
  }

  @Override
  Object resolve(Reference reference) {
    return core.objects().require(reference.object()).proxy(core);
  }

  /// A proxy that was given does not go to the client.
  void takeBack(Reference reference) {
    holdings.release(reference.object());
  }

  // ---- the end ----

  /// Ends the session: whoever receives does the rest.
  void close() {
    connection.close();
  }

  /// The client is gone, or cannot be served.
  void end() {
    connection.close();
    try {
      if (client != null) {
        client.end(); // first: what is interrupted asks whether its client is gone
      }
      running.interruptAll();
    } finally {
      endHoldings();
    }
  }

  private void endHoldings() {
    try {
      holdings.end();
    } finally {
      core.forget(this);
      over.countDown();
    }
  }

  void awaitEnd() throws InterruptedException {
    over.await();
  }

  @Override
  public String toString() {
    return "session of " + client;
  }
}
