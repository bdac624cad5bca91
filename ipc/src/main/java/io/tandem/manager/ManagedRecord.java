package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A record on a server, whose components can be set: Python's namespace, with types.
///
/// **Shape.** A record of one class, never null. What is read is a copy. [Elements#FROZEN], unless
/// it was made otherwise, lets nobody change one in vain. What equals counts as the same.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Each method is one atomic step.
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same record.
///
/// **Errors.** `IllegalArgumentException` for a component that is not there or of another type, for
/// a record that its constructor refuses, and for what [Elements] refuses; nothing has changed
/// then.
///
/// **Source.** Python's `Manager().Namespace()`, whose attributes anybody may misspell, and which
/// sets one at a time.
///
/// ```java
/// try (var manager = Manager.start()) {
///   record Job(String state, int percent) {}
///   ManagedRecord<Job> job = manager.record("job", new Job("waiting", 0));
///   job.set("state", "running");
///   job.updateAndGet(j -> new Job(j.state(), j.percent() + 10)); // on the server
///   System.out.println(job.get(Job::percent)); // 10
/// }
/// ```
///
/// @param <R> of the record
public final class ManagedRecord<R extends Record> implements Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient RecordService<R> service;

  ManagedRecord(RecordService<R> service) {
    this.service = service;
  }

  /// A copy of it.
  public R get() {
    return service.get();
  }

  /// What a function makes of it on the server: one component, for a method such as `Job::state`.
  public <T extends @Nullable Object> T get(ServerFunction<? super R, ? extends T> function) {
    return service.apply(Objects.requireNonNull(function));
  }

  /// A copy of one component.
  public @Nullable Object get(String component) {
    return service.getComponent(component);
  }

  /// Replaces it.
  public void set(R record) {
    service.set(Objects.requireNonNull(record));
  }

  /// Replaces one component: the others stay as they are.
  public void set(String component, @Nullable Object value) {
    service.setComponent(component, value);
  }

  /// Replaces it.
  ///
  /// @return what it was before
  public R getAndSet(R record) {
    return service.getAndSet(Objects.requireNonNull(record));
  }

  /// Replaces it if it equals what is expected.
  ///
  /// @return whether it did
  public boolean compareAndSet(R expected, R next) {
    return service.compareAndSet(expected, Objects.requireNonNull(next));
  }

  /// Replaces it by what a function makes of it, on the server.
  ///
  /// @return what it has made
  public R updateAndGet(ServerOperator<R> operator) {
    return service.update(Objects.requireNonNull(operator)).after();
  }

  /// Replaces it by what a function makes of it, on the server.
  ///
  /// @return what it was before
  public R getAndUpdate(ServerOperator<R> operator) {
    return service.update(Objects.requireNonNull(operator)).before();
  }

  // ---- the object ----

  /// Whether the other is the same object on the server, whatever its components.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedRecord<?> that && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return service.hashCode();
  }

  /// The record as a text.
  @Override
  public String toString() {
    return get().toString();
  }

  private Object writeReplace() {
    return new Handle<>(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedRecord travels as its handle");
  }

  /// What travels instead of a record.
  private record Handle<R extends Record>(RecordService<R> service) implements Serializable {
    private Object readResolve() {
      return new ManagedRecord<>(service);
    }
  }
}
