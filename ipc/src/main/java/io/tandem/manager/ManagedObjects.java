package io.tandem.manager;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects that every server can hold, whatever was registered.
///
/// **Shape.** A method without a name makes a new object. With a name, it finds the object of that
/// name, or makes it: all who ask get the same. What else it takes counts only when it makes one.
///
/// **Lifetime.** An object without a name goes when nothing refers to it any more, one with a name
/// with the server.
///
/// **Errors.** Those of every call to a server, see [Manager]; [ManagerRefusedException] if there
/// is an object of another kind under the name.
///
/// **Source.** The types of Python's `SyncManager`, which have no names.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedList<String> results = manager.list();
///   ManagedMap<String, Integer> counts = manager.map("counts");
///   System.out.println(results.size() + counts.size()); // 0
/// }
/// ```
public abstract class ManagedObjects {
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  ManagedObjects() {}

  /// Makes an object on the server.
  ///
  /// @param arguments what the [Services.Maker] takes
  abstract <T> T create(Class<T> service, @Nullable Object... arguments);

  /// Finds a named object on the server, or makes it.
  ///
  /// @param arguments what the [Services.Maker] takes, if it is made
  abstract <T> T open(String name, Class<T> service, @Nullable Object... arguments);

  @SuppressWarnings("unchecked") // what is in it is not checked
  private <T> T make(Class<?> service, @Nullable Object... arguments) {
    return (T) create(service, arguments);
  }

  @SuppressWarnings("unchecked") // what is in it is not checked
  private <T> T find(String name, Class<?> service, @Nullable Object... arguments) {
    return (T) open(name, service, arguments);
  }

  // ---- what they make of elements ----

  /// What the objects that are made here make of elements: [Elements#FROZEN], at first.
  Elements elements() {
    return Elements.FROZEN;
  }

  /// The same server's objects, which make something else of their elements.
  ///
  /// ```java
  /// try (var manager = Manager.start()) {
  ///   ManagedList<byte[]> blocks = manager.with(Elements.COPIED).list();
  ///   blocks.add(new byte[10]);
  /// }
  /// ```
  public ManagedObjects with(Elements elements) {
    return new OfKind(this, elements);
  }

  /// Makes objects of one kind.
  static final class OfKind extends ManagedObjects {
    private final ManagedObjects objects;
    private final Elements elements;

    OfKind(ManagedObjects objects, Elements elements) {
      this.objects = objects;
      this.elements = elements;
    }

    @Override
    <T> T create(Class<T> service, @Nullable Object... arguments) {
      return objects.create(service, arguments);
    }

    @Override
    <T> T open(String name, Class<T> service, @Nullable Object... arguments) {
      return objects.open(name, service, arguments);
    }

    @Override
    Elements elements() {
      return elements;
    }
  }

  // ---- collections ----

  /// Makes a list.
  public <E extends @Nullable Object> ManagedList<E> list() {
    return new ManagedList<>(make(ListService.class, elements()));
  }

  /// Finds a named list, or makes it.
  public <E extends @Nullable Object> ManagedList<E> list(String name) {
    return new ManagedList<>(find(name, ListService.class, elements()));
  }

  /// Makes an array of these elements.
  public <E extends @Nullable Object> ManagedArray<E> array(List<? extends E> elements) {
    return new ManagedArray<>(make(ArrayService.class, elements(), new ArrayList<>(elements)));
  }

  /// Finds a named array, or makes it of these elements.
  public <E extends @Nullable Object> ManagedArray<E> array(
      String name, List<? extends E> elements) {
    return new ManagedArray<>(
        find(name, ArrayService.class, elements(), new ArrayList<>(elements)));
  }

  /// Makes a map.
  public <K, V> ManagedMap<K, V> map() {
    return new ManagedMap<>(make(MapService.class, elements()));
  }

  /// Finds a named map, or makes it.
  public <K, V> ManagedMap<K, V> map(String name) {
    return new ManagedMap<>(find(name, MapService.class, elements()));
  }

  /// Makes a set.
  public <E> ManagedSet<E> set() {
    return new ManagedSet<>(make(SetService.class, elements()));
  }

  /// Finds a named set, or makes it.
  public <E> ManagedSet<E> set(String name) {
    return new ManagedSet<>(find(name, SetService.class, elements()));
  }

  // ---- queues ----

  /// Makes a queue that is never full.
  public <E> ManagedQueue<E> queue() {
    return queue(UNBOUNDED);
  }

  /// Makes a queue.
  ///
  /// @param capacity in elements, at least 1
  public <E> ManagedQueue<E> queue(int capacity) {
    return new ManagedQueue<>(make(QueueService.class, capacity));
  }

  /// Finds a named queue, or makes it, one that is never full.
  public <E> ManagedQueue<E> queue(String name) {
    return queue(name, UNBOUNDED);
  }

  /// Finds a named queue, or makes it.
  ///
  /// @param capacity in elements, at least 1
  public <E> ManagedQueue<E> queue(String name, int capacity) {
    return new ManagedQueue<>(find(name, QueueService.class, capacity));
  }

  /// Makes a queue of tasks that is never full.
  public <E> ManagedJoinableQueue<E> joinableQueue() {
    return joinableQueue(UNBOUNDED);
  }

  /// Makes a queue of tasks.
  ///
  /// @param capacity in elements, at least 1
  public <E> ManagedJoinableQueue<E> joinableQueue(int capacity) {
    return new ManagedJoinableQueue<>(make(JoinableQueueService.class, capacity));
  }

  /// Finds a named queue of tasks, or makes it, one that is never full.
  public <E> ManagedJoinableQueue<E> joinableQueue(String name) {
    return joinableQueue(name, UNBOUNDED);
  }

  /// Finds a named queue of tasks, or makes it.
  ///
  /// @param capacity in elements, at least 1
  public <E> ManagedJoinableQueue<E> joinableQueue(String name, int capacity) {
    return new ManagedJoinableQueue<>(find(name, JoinableQueueService.class, capacity));
  }

  /// Makes a queue with two ends that is never full.
  public <E> ManagedDeque<E> deque() {
    return deque(UNBOUNDED);
  }

  /// Makes a queue with two ends.
  ///
  /// @param capacity in elements, at least 1
  public <E> ManagedDeque<E> deque(int capacity) {
    return new ManagedDeque<>(make(DequeService.class, capacity));
  }

  /// Finds a named queue with two ends, or makes it, one that is never full.
  public <E> ManagedDeque<E> deque(String name) {
    return deque(name, UNBOUNDED);
  }

  /// Finds a named queue with two ends, or makes it.
  ///
  /// @param capacity in elements, at least 1
  public <E> ManagedDeque<E> deque(String name, int capacity) {
    return new ManagedDeque<>(find(name, DequeService.class, capacity));
  }

  // ---- single values ----

  /// Makes a value.
  public <T extends @Nullable Object> ManagedValue<T> value(T initial) {
    return new ManagedValue<>(make(ValueService.class, elements(), initial));
  }

  /// Finds a named value, or makes it.
  ///
  /// @param initial if it is made
  public <T extends @Nullable Object> ManagedValue<T> value(String name, T initial) {
    return new ManagedValue<>(find(name, ValueService.class, elements(), initial));
  }

  /// Makes a record whose components can be set.
  public <R extends Record> ManagedRecord<R> record(R initial) {
    return new ManagedRecord<>(make(RecordService.class, elements(), initial));
  }

  /// Finds a named record, or makes it.
  ///
  /// @param initial if it is made
  public <R extends Record> ManagedRecord<R> record(String name, R initial) {
    return new ManagedRecord<>(find(name, RecordService.class, elements(), initial));
  }

  // ---- waiting for each other ----

  /// Makes a lock.
  public ManagedLock lock() {
    return new ManagedLock(create(LockService.class));
  }

  /// Finds a named lock, or makes it.
  public ManagedLock lock(String name) {
    return new ManagedLock(open(name, LockService.class));
  }

  /// Makes a semaphore.
  ///
  /// @param permits 0 or more
  public ManagedSemaphore semaphore(int permits) {
    return new ManagedSemaphore(create(SemaphoreService.class, permits, false));
  }

  /// Finds a named semaphore, or makes it.
  ///
  /// @param permits 0 or more
  public ManagedSemaphore semaphore(String name, int permits) {
    return new ManagedSemaphore(open(name, SemaphoreService.class, permits, false));
  }

  /// Makes a semaphore that never has more permits than at first.
  ///
  /// @param permits 0 or more
  public ManagedSemaphore boundedSemaphore(int permits) {
    return new ManagedSemaphore(create(SemaphoreService.class, permits, true));
  }

  /// Finds a named semaphore, or makes it, one that never has more permits than at first.
  ///
  /// @param permits 0 or more
  public ManagedSemaphore boundedSemaphore(String name, int permits) {
    return new ManagedSemaphore(open(name, SemaphoreService.class, permits, true));
  }

  /// Makes an event.
  public ManagedEvent event() {
    return new ManagedEvent(create(EventService.class));
  }

  /// Finds a named event, or makes it.
  public ManagedEvent event(String name) {
    return new ManagedEvent(open(name, EventService.class));
  }

  /// Makes a barrier.
  ///
  /// @param parties 1 or more
  public ManagedBarrier barrier(int parties) {
    return new ManagedBarrier(create(BarrierService.class, parties));
  }

  /// Finds a named barrier, or makes it.
  ///
  /// @param parties 1 or more
  public ManagedBarrier barrier(String name, int parties) {
    return new ManagedBarrier(open(name, BarrierService.class, parties));
  }

  // ---- work ----

  /// Makes a pool of processes.
  ///
  /// @param workers 1 to 512
  public ManagedExecutor pool(int workers) {
    return new ManagedExecutor(create(PoolService.class, workers));
  }

  /// Finds a named pool of processes, or makes it.
  ///
  /// @param workers 1 to 512
  public ManagedExecutor pool(String name, int workers) {
    return new ManagedExecutor(open(name, PoolService.class, workers));
  }
}
