package io.tandem.manager;

import io.tandem.manager.QueueService.End;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A [ManagedQueue] with two ends.
///
/// **Shape.** A [BlockingDeque]; all else as [ManagedQueue], as are units, sharing, lifetime and
/// errors.
///
/// **Source.** `java.util.concurrent.LinkedBlockingDeque`; Python's managers have none.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedDeque<String> steps = manager.deque("steps");
///   steps.push("draw a line");
///   System.out.println(steps.pop());
/// }
/// ```
///
/// @param <E> of elements; not checked
public final class ManagedDeque<E> extends ManagedQueue<E> implements BlockingDeque<E> {
  private static final long serialVersionUID = 1;

  ManagedDeque(DequeService<E> service) {
    super(service);
  }

  // ---- putting ----

  @Override
  public boolean offerFirst(E element) {
    return service().offer(End.HEAD, Objects.requireNonNull(element));
  }

  @Override
  public boolean offerLast(E element) {
    return offer(element);
  }

  @Override
  public boolean offerFirst(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return put(End.HEAD, element, unit.toNanos(timeout));
  }

  @Override
  public boolean offerLast(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return offer(element, timeout, unit);
  }

  @Override
  public void putFirst(E element) throws InterruptedException {
    boolean _ = put(End.HEAD, element, FOR_EVER);
  }

  @Override
  public void putLast(E element) throws InterruptedException {
    put(element);
  }

  @Override
  public void addFirst(E element) {
    if (!offerFirst(element)) {
      throw new IllegalStateException("Cannot add to a managed deque: it is full.");
    }
  }

  @Override
  public void addLast(E element) {
    boolean _ = add(element);
  }

  @Override
  public void push(E element) {
    addFirst(element);
  }

  // ---- taking ----

  @Override
  public @Nullable E pollFirst() {
    return poll();
  }

  @Override
  public @Nullable E pollLast() {
    return service().poll(End.TAIL);
  }

  @Override
  public @Nullable E pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
    return poll(timeout, unit);
  }

  @Override
  public @Nullable E pollLast(long timeout, TimeUnit unit) throws InterruptedException {
    return poll(End.TAIL, unit.toNanos(timeout));
  }

  @Override
  public E takeFirst() throws InterruptedException {
    return take();
  }

  @Override
  public E takeLast() throws InterruptedException {
    return take(End.TAIL);
  }

  @Override
  public E removeFirst() {
    return present(pollFirst());
  }

  @Override
  public E removeLast() {
    return present(pollLast());
  }

  @Override
  public E pop() {
    return removeFirst();
  }

  @Override
  public boolean removeFirstOccurrence(@Nullable Object element) {
    return remove(element);
  }

  @Override
  public boolean removeLastOccurrence(@Nullable Object element) {
    return element != null && service().remove(End.TAIL, element);
  }

  // ---- looking ----

  @Override
  public @Nullable E peekFirst() {
    return peek();
  }

  @Override
  public @Nullable E peekLast() {
    return service().peek(End.TAIL);
  }

  @Override
  public E getFirst() {
    return present(peekFirst());
  }

  @Override
  public E getLast() {
    return present(peekLast());
  }

  private static <E> E present(@Nullable E element) {
    if (element == null) {
      throw new NoSuchElementException("The managed deque is empty.");
    }
    return element;
  }

  @Override
  public Iterator<E> descendingIterator() {
    var elements = service().snapshot();
    return Collections.unmodifiableList(elements.reversed()).iterator();
  }

  // ---- the object ----

  @Override
  Object writeReplace() {
    return new Handle<>((DequeService<E>) service());
  }

  /// What travels instead of a deque.
  private record Handle<E>(DequeService<E> service) implements Serializable {
    private Object readResolve() {
      return new ManagedDeque<>(service);
    }
  }
}
