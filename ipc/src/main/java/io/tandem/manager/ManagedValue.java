package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A value on a server.
///
/// **Shape.** One of whatever may cross to another process; null, too. What is read is a copy.
/// [Elements#FROZEN], unless it was made otherwise, lets nobody change one in vain. What equals
/// counts as the same.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Each method is one atomic step.
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same value.
///
/// **Errors.** `IllegalArgumentException` for a value that is refused, see [Elements]; nothing has
/// changed then. `ConcurrentModificationException` when all of a thousand tries of a function were
/// overtaken, by others or by itself.
///
/// **Source.** `java.util.concurrent.atomic.AtomicReference`, and Python's `Manager().Value()`,
/// where `v.value += 1` of two processes may count once.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedValue<Integer> count = manager.value("count", 0);
///   System.out.println(count.updateAndGet(n -> n + 1)); // 1, computed on the server
/// }
/// ```
///
/// @param <T> of the value; not checked
public final class ManagedValue<T extends @Nullable Object> implements Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient ValueService<T> service;

  ManagedValue(ValueService<T> service) {
    this.service = service;
  }

  /// A copy of it.
  public T get() {
    return service.get();
  }

  /// What a function makes of it on the server, as of a large value that is not to travel.
  public <R extends @Nullable Object> R get(ServerFunction<? super T, ? extends R> function) {
    return service.apply(Objects.requireNonNull(function));
  }

  /// Replaces it.
  public void set(T value) {
    service.set(value);
  }

  /// Replaces it.
  ///
  /// @return what it was before
  public T getAndSet(T value) {
    return service.getAndSet(value);
  }

  /// Replaces it if it equals what is expected.
  ///
  /// @return whether it did
  public boolean compareAndSet(T expected, T next) {
    return service.compareAndSet(expected, next);
  }

  /// Replaces it by what a function makes of it, on the server.
  ///
  /// @return what it has made
  public T updateAndGet(ServerOperator<T> operator) {
    return service.update(Objects.requireNonNull(operator)).after();
  }

  /// Replaces it by what a function makes of it, on the server.
  ///
  /// @return what it was before
  public T getAndUpdate(ServerOperator<T> operator) {
    return service.update(Objects.requireNonNull(operator)).before();
  }

  // ---- the object ----

  /// Whether the other is the same object on the server, whatever its value.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedValue<?> that && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return service.hashCode();
  }

  /// The value as a text.
  @Override
  public String toString() {
    return Objects.toString(get());
  }

  private Object writeReplace() {
    return new Handle<>(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedValue travels as its handle");
  }

  /// What travels instead of a value.
  private record Handle<T extends @Nullable Object>(ValueService<T> service)
      implements Serializable {
    private Object readResolve() {
      return new ManagedValue<>(service);
    }
  }
}
