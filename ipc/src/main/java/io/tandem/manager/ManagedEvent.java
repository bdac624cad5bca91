package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A flag on a server that one can wait for.
///
/// **Shape.** Not set at first. Setting it lets all go who wait, and all who come until it is
/// cleared. Setting it again, and clearing it again, does nothing.
///
/// **Units.** A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What was done before [#set()], they
/// see after [#await()].
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same event. Whoever dies leaves it as it is: nobody has it.
///
/// **Errors.** Those of every call to a server, see [Manager].
///
/// **Source.** Python's `Manager().Event()`. There, one who waits while the event is set and
/// cleared at once may be told that it was not set; here it is told that it was.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedEvent go = manager.event("go");
///   try (var runner = JvmProcess.start(() -> go.await())) {
///     go.set();
///   }
/// }
/// ```
public final class ManagedEvent implements Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient EventService service;

  ManagedEvent(EventService service) {
    this.service = service;
  }

  /// Whether it is set.
  public boolean isSet() {
    return service.isSet();
  }

  /// Sets it, and wakes all who wait.
  public void set() {
    service.set();
  }

  /// Clears it: who comes from now on waits for the next [#set()].
  public void clear() {
    service.clear();
  }

  /// Waits until it is set.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public void await() throws InterruptedException {
    boolean _ = await(Long.MAX_VALUE);
  }

  /// Waits until it is set or the time is over.
  ///
  /// @return whether it was set
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public boolean await(Duration timeout) throws InterruptedException {
    return await(TimeUnit.NANOSECONDS.convert(timeout));
  }

  private boolean await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a managed event");
    }
    return service.await(nanos);
  }

  // ---- the object ----

  /// Whether the other is the same event on the server.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedEvent that && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return service.hashCode();
  }

  @Override
  public String toString() {
    return "managed " + service;
  }

  private Object writeReplace() {
    return new Handle(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedEvent travels as its handle");
  }

  /// What travels instead of an event.
  private record Handle(EventService service) implements Serializable {
    private Object readResolve() {
      return new ManagedEvent(service);
    }
  }
}
