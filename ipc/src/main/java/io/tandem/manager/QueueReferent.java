package io.tandem.manager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The elements of a [ManagedQueue], [ManagedDeque] or [ManagedJoinableQueue], where they are.
///
/// What a client takes is handed out to it. To one that is known to be gone nothing is: its calls
/// are interrupted, and where one has not noticed yet, it takes nothing.
final class QueueReferent<E> implements DequeService<E>, JoinableQueueService<E>, HandsOut {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Condition allDone = lock.newCondition();
  private final Deque<E> elements = new ArrayDeque<>(); // guarded by lock, as the next
  private long unfinished;

  /// @throws IllegalArgumentException if the capacity is not positive
  QueueReferent(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "Cannot make a queue for %d elements: use 1 or more.".formatted(capacity));
    }
    this.capacity = capacity;
  }

  // ---- putting ----

  @Override
  public boolean offer(End end, E element) {
    Objects.requireNonNull(element);
    lock.lock();
    try {
      return offerNow(end, element);
    } finally {
      lock.unlock();
    }
  }

  private boolean offerNow(End end, E element) {
    if (elements.size() >= capacity) {
      return false;
    }
    if (end == End.HEAD) {
      elements.addFirst(element);
    } else {
      elements.addLast(element);
    }
    unfinished++;
    notEmpty.signal();
    return true;
  }

  @Override
  public boolean offer(End end, E element, long nanos) throws InterruptedException {
    Objects.requireNonNull(element);
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!offerNow(end, element)) {
        if (left <= 0) {
          return false;
        }
        left = notFull.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // ---- taking ----

  @Override
  public @Nullable E poll(End end) {
    lock.lock();
    try {
      return Caller.current().client().isGone() ? null : pollNow(end);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable E pollNow(End end) {
    E taken = end == End.HEAD ? elements.pollFirst() : elements.pollLast();
    if (taken != null) {
      notFull.signal();
    }
    return taken;
  }

  @Override
  public @Nullable E poll(End end, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (elements.isEmpty()) {
        if (left <= 0) {
          return null;
        }
        left = notEmpty.awaitNanos(left);
      }
      if (Caller.current().client().isGone()) {
        notEmpty.signal(); // the signal was for another
        return null;
      }
      return pollNow(end);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<E> drain(int most) {
    List<E> taken = new ArrayList<>();
    lock.lock();
    try {
      while (taken.size() < most && !elements.isEmpty()) {
        taken.add(elements.removeFirst());
      }
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
    return taken;
  }

  /// Even if it is full by now.
  @Override
  @SuppressWarnings("unchecked") // what was returned
  public void takeBack(
      ServiceMethod method, @Nullable Object @Nullable [] arguments, @Nullable Object returned) {
    if (arguments == null || returned == null) {
      return;
    }
    switch (method.method().getName()) {
      case "poll" -> putBack((End) arguments[0], List.of((E) returned));
      case "drain" -> putBack(End.HEAD, (List<E>) returned);
      default -> {}
    }
  }

  private void putBack(End end, List<E> taken) {
    lock.lock();
    try {
      taken.reversed().forEach(end == End.HEAD ? elements::addFirst : elements::addLast);
      notEmpty.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean remove(End from, Object element) {
    while (true) {
      List<E> now = snapshot(); // compared outside of the lock: it may be a managed object
      int index = from == End.HEAD ? now.indexOf(element) : now.lastIndexOf(element);
      if (index < 0 || removeSame(from, now.get(index))) {
        return index >= 0;
      }
    }
  }

  private boolean removeSame(End from, E element) {
    lock.lock();
    try {
      Iterator<E> each = from == End.HEAD ? elements.iterator() : elements.descendingIterator();
      while (each.hasNext()) {
        if (each.next() == element) {
          each.remove();
          notFull.signal();
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void clear() {
    lock.lock();
    try {
      unfinished -= Math.min(unfinished, elements.size()); // nobody will do them
      if (unfinished == 0) {
        allDone.signalAll();
      }
      elements.clear();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ---- tasks ----

  @Override
  public void taskDone() {
    lock.lock();
    try {
      if (unfinished == 0) {
        throw new IllegalStateException(
            "Cannot finish a task: all that were put are done. Call taskDone once for each.");
      }
      unfinished--;
      if (unfinished == 0) {
        allDone.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long unfinishedTasks() {
    lock.lock();
    try {
      return unfinished;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean join(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (unfinished > 0) {
        if (left <= 0) {
          return false;
        }
        left = allDone.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // ---- looking ----

  @Override
  public @Nullable E peek(End end) {
    lock.lock();
    try {
      return end == End.HEAD ? elements.peekFirst() : elements.peekLast();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return elements.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int remainingCapacity() {
    return capacity - size();
  }

  @Override
  public boolean contains(Object element) {
    return snapshot().contains(element);
  }

  @Override
  public List<E> snapshot() {
    lock.lock();
    try {
      return Collections.unmodifiableList(new ArrayList<>(elements));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return snapshot().toString();
  }
}
