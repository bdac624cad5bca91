package io.tandem.manager;

import io.tandem.manager.QueueService.End;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A queue on a server.
///
/// **Shape.** A [BlockingQueue] of whatever may cross to another process, but for null, bounded if
/// it was made so. Elements are handed over: who takes one has it alone, and may change it. Fair as
/// long as nobody comes at the very moment.
///
/// **Units.** Times of 0 and less do not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What was done before an element was
/// put is seen by who takes it. Each method is one atomic step. An iterator goes over what was
/// there when it was made, fetched in one call, and removes nothing: use [#remove(Object)].
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same queue. A client that has died takes nothing, as soon as the server has seen that.
/// What was handed out to it is lost with it: where that matters, use leases of
/// [io.tandem.queue.SharedQueue].
///
/// **Errors.** `NullPointerException` for null.
///
/// **Source.** `java.util.concurrent.LinkedBlockingQueue`, and Python's `Manager().Queue()`, where
/// an element goes to a client that was killed while it waited.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedQueue<String> jobs = manager.queue("jobs", 100);
///   jobs.put("index.html");
///   System.out.println(jobs.take());
/// }
/// ```
///
/// @param <E> of elements; not checked
public sealed class ManagedQueue<E> extends AbstractQueue<E>
    implements BlockingQueue<E>, Serializable, Managed permits ManagedDeque, ManagedJoinableQueue {
  static final long FOR_EVER = Long.MAX_VALUE;

  private static final long serialVersionUID = 1;

  private final transient QueueService<E> service;

  ManagedQueue(QueueService<E> service) {
    this.service = service;
  }

  QueueService<E> service() {
    return service;
  }

  // ---- putting ----

  @Override
  public void put(E element) throws InterruptedException {
    boolean _ = put(End.TAIL, element, FOR_EVER);
  }

  @Override
  public boolean offer(E element) {
    return service.offer(End.TAIL, Objects.requireNonNull(element));
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return put(End.TAIL, element, unit.toNanos(timeout));
  }

  final boolean put(End end, E element, long nanos) throws InterruptedException {
    Objects.requireNonNull(element);
    requireNotInterrupted();
    return service.offer(end, element) || nanos > 0 && service.offer(end, element, nanos);
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before asking a managed queue");
    }
  }

  // ---- taking ----

  @Override
  public E take() throws InterruptedException {
    return take(End.HEAD);
  }

  final E take(End end) throws InterruptedException {
    E element = poll(end, FOR_EVER);
    while (element == null) { // not in this century
      element = poll(end, FOR_EVER);
    }
    return element;
  }

  @Override
  public @Nullable E poll() {
    return service.poll(End.HEAD);
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return poll(End.HEAD, unit.toNanos(timeout));
  }

  final @Nullable E poll(End end, long nanos) throws InterruptedException {
    requireNotInterrupted();
    E element = service.poll(end);
    return element != null || nanos <= 0 ? element : service.poll(end, nanos);
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> target, int most) {
    if (target == this) {
      throw new IllegalArgumentException("Cannot drain a queue into itself: use another one.");
    }
    Objects.requireNonNull(target);
    int taken = 0;
    int atOnce = most;
    while (taken < most) {
      try {
        List<E> next = service.drain(Math.min(atOnce, most - taken));
        target.addAll(next);
        taken += next.size();
        if (next.size() < atOnce) {
          return taken;
        }
      } catch (ResultTooLongException e) {
        if (atOnce == 1) {
          return someOr(taken, e);
        }
        atOnce = Math.max(1, Math.min(atOnce, size()) / 2);
      }
    }
    return taken;
  }

  /// An element that is too long is told of when it is the first.
  private static int someOr(int taken, ResultTooLongException tooLong) {
    if (taken == 0) {
      throw tooLong;
    }
    return taken;
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return element != null && service.remove(End.HEAD, element);
  }

  @Override
  public void clear() {
    service.clear();
  }

  // ---- looking ----

  @Override
  public @Nullable E peek() {
    return service.peek(End.HEAD);
  }

  @Override
  public int size() {
    return service.size();
  }

  @Override
  public int remainingCapacity() {
    return service.remainingCapacity();
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return element != null && service.contains(element);
  }

  @Override
  public Iterator<E> iterator() {
    return service.snapshot().iterator();
  }

  @Override
  public @Nullable Object[] toArray() {
    return service.snapshot().toArray();
  }

  @Override
  public <T extends @Nullable Object> T[] toArray(T[] array) {
    return service.snapshot().toArray(array);
  }

  // ---- the object ----

  /// Whether the other is the same queue on the server.
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof ManagedQueue<?> that && service.equals(that.service);
  }

  @Override
  public final int hashCode() {
    return service.hashCode();
  }

  Object writeReplace() {
    return new Handle<>(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedQueue travels as its handle");
  }

  /// What travels instead of a queue.
  private record Handle<E>(QueueService<E> service) implements Serializable {
    private Object readResolve() {
      return new ManagedQueue<>(service);
    }
  }
}
