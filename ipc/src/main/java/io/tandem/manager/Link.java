package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Encoding;
import io.tandem.codec.Failure;
import io.tandem.pipe.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client's connection to a server, for all its threads.
///
/// **Receiving.** There is no thread for it. Whoever waits for an answer receives if nobody else
/// does, and hands to others what is theirs; once it has its own, it wakes another that waits,
/// which goes on. So one thread alone pays for no switch between threads, and as long as a call is
/// under way, somebody receives.
///
/// **Interrupts.** A method that may throw [InterruptedException] is interrupted on the server, and
/// its answer waited for: it says whether the method came through nevertheless. So nothing that it
/// took is lost. Other methods are not, and the thread stays interrupted.
final class Link extends Crossing {
  private final Connection connection;
  private final Codec codec;
  private final ServerAddress address;
  private final int longestCall;
  private final Outbox outbox;
  private final KnownServices services;
  private final Supplier<String> fate;
  private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();
  private final Set<RemoteObject> pinned = ConcurrentHashMap.newKeySet();
  private final ReentrantLock receiving = new ReentrantLock();
  private final Queue<Long> released = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean releasing = new AtomicBoolean();
  private volatile @Nullable End end;

  /// Why nothing comes any more.
  ///
  /// @param orderly whether somebody closed
  private record End(boolean orderly, String found, @Nullable IOException cause) {}

  /// @param longestCall the longest message that the server takes
  /// @param fate what became of the server, once the connection has ended without a word
  Link(
      Connection connection,
      Codec codec,
      ServerAddress address,
      int longestCall,
      Outbox outbox,
      KnownServices services,
      Supplier<String> fate) {
    this.connection = connection;
    this.codec = codec;
    this.address = address;
    this.longestCall = longestCall;
    this.outbox = outbox;
    this.services = services;
    this.fate = fate;
  }

  ServerAddress address() {
    return address;
  }

  KnownServices services() {
    return services;
  }

  boolean isOpen() {
    return end == null;
  }

  // ---- calling ----

  @Nullable Object call(ServiceMethod method, long object, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (method.interruptible() && Thread.interrupted()) {
      throw new InterruptedException("Interrupted before calling " + method);
    }
    Encoding encoded = during(() -> Messages.encode(arguments, codec));
    var call = new Call(method);
    byte[] message = Messages.call(method, object, encoded);
    requireShort(method, message);
    byte[] answer = call.run(message);
    if (Messages.kind(answer) == Messages.VALUE) {
      call.restoreInterrupt();
      return during(() -> Messages.value(answer, codec));
    }
    Throwable thrown = thrown(answer);
    if (!(thrown instanceof InterruptedException)) {
      call.restoreInterrupt();
    }
    thrown.setStackTrace(new Throwable().getStackTrace()); // the server's is in its last cause
    throw thrown;
  }

  private void requireShort(ServiceMethod method, byte[] message) {
    if (message.length > longestCall) {
      throw new IllegalArgumentException(
          "Cannot call %s of %s: with its arguments it takes %d bytes, and %d are the most. "
                  .formatted(method, address, message.length, longestCall)
              + "Send them in parts, put them into shared memory, or raise"
              + " ManagerBuilder.maxMessageBytes of the server, and of clients that come by a"
              + " socket.");
    }
  }

  private Throwable thrown(byte[] answer) {
    Object failure = during(() -> Messages.value(answer, codec));
    if (Messages.kind(answer) == Messages.THROWN && failure instanceof Object[] told) {
      return during(() -> Failure.decode(told, codec));
    }
    return new CodecException.Malformed(
        "An answer of kind %d came from %s, which is none. ".formatted(Messages.kind(answer), this)
            + "Give both ends the same version of the library.");
  }

  /// Tells the server something that has no answer.
  void notice(int kind, long object) {
    if (!isOpen()) {
      return;
    }
    try {
      outbox.send(Messages.notice(kind, object), _ -> {});
    } catch (IOException _) {
      // Whoever receives is told.
    }
  }

  /// Tells the server, soon, that this client has a proxy less. It does not wait: a server that is
  /// stopped takes nothing.
  void release(long object) {
    released.add(object);
    if (releasing.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("tandem-manager-release").start(this::sendReleases);
    }
  }

  private void sendReleases() {
    do {
      for (Long each = released.poll(); each != null; each = released.poll()) {
        notice(Messages.RELEASE, each);
      }
      releasing.set(false);
    } while (!released.isEmpty() && releasing.compareAndSet(false, true));
  }

  /// One call, by the thread that makes it.
  private final class Call {
    private final ServiceMethod method;
    private final PendingCall state = new PendingCall();
    private long number;
    private boolean interrupted;
    private boolean cancelled;

    Call(ServiceMethod method) {
      this.method = method;
    }

    byte[] run(byte[] message) {
      try {
        outbox.send(message, this::begin);
      } catch (IOException _) {
        // It has ended, which who receives finds out, behind all that still came.
      } catch (RuntimeException | Error e) {
        pending.remove(number);
        throw e;
      }
      try {
        return await();
      } finally {
        pending.remove(number);
      }
    }

    private void begin(long given) {
      number = given;
      pending.put(given, state);
    }

    private byte[] await() {
      state.enter();
      if (!isOpen()) {
        state.fail(); // who ended it may not have seen this one
      }
      while (!state.isAnswered()) {
        step();
      }
      byte[] answer = state.answer();
      if (answer == null) {
        restoreInterrupt();
        throw ended("call " + method);
      }
      return answer;
    }

    void restoreInterrupt() {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private void step() {
      try {
        if (receiving.tryLock()) {
          try {
            receiveFor(state);
          } finally {
            receiving.unlock();
            passOn();
          }
        } else {
          state.park();
        }
      } catch (InterruptedException _) {
        interrupted = true;
        cancel();
      }
    }

    /// Sending may take until answers were received, perhaps by this thread.
    private void cancel() {
      if (method.interruptible() && !cancelled) {
        cancelled = true;
        long call = number;
        Thread.ofVirtual().name("tandem-cancel").start(() -> notice(Messages.CANCEL, call));
      }
    }
  }

  // ---- receiving ----

  private void receiveFor(PendingCall call) throws InterruptedException {
    try {
      while (!call.isAnswered()) {
        handle(connection.receiveBytes());
      }
    } catch (IOException e) {
      end(new End(false, "", e));
    }
  }

  private void handle(byte[] message) {
    if (!Messages.isAnswer(message)) {
      return;
    }
    if (Messages.kind(message) == Messages.GOODBYE) {
      end(new End(true, "it was closed", null));
      return;
    }
    PendingCall call = pending.get(Messages.number(message));
    if (call != null) {
      call.complete(message);
    }
  }

  /// Gives up receiving, to one who waits for an answer.
  private void passOn() {
    if (pending.isEmpty() || receiving.isLocked()) {
      return;
    }
    for (PendingCall each : pending.values()) {
      if (each.isWaiting()) {
        each.wake();
        return;
      }
    }
  }

  // ---- values ----

  UUID server() {
    return address.server();
  }

  @Override
  boolean reaches(UUID server) {
    return server.equals(server());
  }

  @Override
  Reference refer(ProxyHandler handler) {
    return new Reference(handler.object(), null, 0);
  }

  @Override
  Object resolve(Reference reference) {
    if (reference.service() == null) {
      throw new CodecException.Malformed("A reference came without its interface");
    }
    Service service = services.require(reference.service());
    service.requireSame(reference.fingerprint());
    return RemoteObject.counted(this, reference.object(), service);
  }

  /// Keeps an object as long as this client is connected.
  void pin(RemoteObject object) {
    pinned.add(object);
  }

  // ---- the end ----

  /// Closes the connection. Threads that wait in a call are told.
  void close() {
    end(new End(true, "this JVM closed its connection", null));
  }

  private void end(End why) {
    synchronized (this) {
      if (end == null) {
        end = why;
      }
    }
    Links.forget(this);
    connection.close();
    pinned.clear();
    pending.values().forEach(PendingCall::fail);
  }

  private ManagerException ended(String what) {
    End why = end;
    if (why != null && why.orderly) {
      return new ManagerClosedException(
          "Cannot %s: %s is not to be reached, as %s. ".formatted(what, address, why.found)
              + "Start or connect to another one.",
          null);
    }
    return new ManagerDiedException(
        "Cannot %s: %s. Its objects are lost; start another one."
            .formatted(what, address + " " + fate.get()),
        why == null ? null : why.cause);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
