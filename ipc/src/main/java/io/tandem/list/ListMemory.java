package io.tandem.list;

import io.tandem.memory.MemoryException;
import io.tandem.word.Words;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A list of byte strings in shared memory, whose writers may die at any step.
///
/// **One word.** Whoever holds the lock prepares a change where nobody looks, and then makes it
/// with one store of the state, which names the size, the body and the index that hold from now on.
/// An append is prepared behind the last element; anything that moves elements, in the other index
/// of the body; what finds no room there, in a new body. So there is never half a change: if the
/// writer dies before the store nothing has happened, and after it everything has. Setting one
/// element is one store of its slot. The version in the state grows before it, in case the writer
/// dies, and after it, for whoever has looked in between: an iterator must be told of the change.
///
/// **What a death leaves** is at most a body that is not in use: half filled, or not yet freed, or
/// not even there, as it is named in the list before. The next one who changes the list frees it.
///
/// **Readers** take no lock: they look at the state, read, and look again. If it is the same,
/// nothing that they read has been overwritten: slots are only reused two changes later, records
/// only after the list was empty or its body was given up, and each of these changes the state.
/// Otherwise they start again, and after some times they take the lock. What they read may be
/// anything meanwhile; [Body] checks it.
///
/// **Orders.** The release store of the state pairs with the acquire load that readers begin with,
/// and that of a slot with theirs of the slot. A fence keeps their loads before their second look;
/// another keeps a writer's stores behind the state that made them invisible.
///
/// `Source:` sequence locks for the readers, shadow paging for the writers.
final class ListMemory {
  private static final int LOOKS = 16;
  private static final long LEAST_CAPACITY = 8;
  private static final long LEAST_RECORD_BYTES = 192;
  private static final byte[] ABSENT = new byte[0];

  private final Words words;
  private final Bodies bodies;
  private final Lock lock;
  private volatile @Nullable Body known;

  /// @param lock of the list
  ListMemory(Words words, Bodies bodies, Lock lock) {
    this.words = words;
    this.bodies = bodies;
    this.lock = lock;
  }

  // ---- reading, without the lock ----

  /// Changes with each change of the list.
  long state() {
    return words.getLongAcquire(SharedListLayout.STATE_AT); // acquire: pairs with publish
  }

  int size() {
    return State.size(state());
  }

  /// @return null if there is no such place
  byte @Nullable [] get(int i) {
    byte[] element = read(state -> element(state, i));
    return element == ABSENT ? null : element;
  }

  /// The last element, or null if there is none.
  byte @Nullable [] last() {
    byte[] element = read(state -> element(state, State.size(state) - 1));
    return element == ABSENT ? null : element;
  }

  private byte[] element(long state, int i) {
    if (i < 0 || i >= State.size(state)) {
      return ABSENT;
    }
    Body body = body(state);
    return body.element(body.slot(State.index(state), i));
  }

  /// All elements of one moment.
  Snapshot snapshot() {
    return read(
        state -> {
          int size = State.size(state);
          List<byte[]> elements = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            elements.add(element(state, i));
          }
          return new Snapshot(state, elements);
        });
  }

  /// @param state that the list had then
  record Snapshot(long state, List<byte[]> elements) {}

  private interface Reading<T> {
    T read(long state);
  }

  private <T> T read(Reading<T> reading) {
    for (int look = 0; look < LOOKS; look++) {
      T value = readUnlessChanged(reading, state());
      if (value != null) {
        return value;
      }
      Thread.onSpinWait();
    }
    lock.lock();
    try {
      return reading.read(state());
    } finally {
      lock.unlock();
    }
  }

  private <T> @Nullable T readUnlessChanged(Reading<T> reading, long state) {
    T value = null;
    RuntimeException failure = null;
    try {
      value = reading.read(state);
    } catch (MemoryException | IndexOutOfBoundsException e) {
      failure = e;
    }
    VarHandle.loadLoadFence();
    if (words.getLong(SharedListLayout.STATE_AT) != state) {
      return null;
    }
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  private Body body(long state) {
    Body body = bodyOrNull(State.body(state));
    if (body == null) {
      throw new MemoryException.Incompatible(
          "Cannot use a shared list: it has %d elements and no memory for them. "
                  .formatted(State.size(state))
              + "It was freed or is damaged: make it again.");
    }
    return body;
  }

  private @Nullable Body bodyOrNull(int which) {
    long offset = words.getLongAcquire(SharedListLayout.bodyAt(which)); // acquire: pairs with grow
    int generation = words.getInt(SharedListLayout.generationAt(which));
    Body body = known;
    if (body == null || body.offset() != offset || body.generation() != generation) {
      if (offset == 0) {
        return null;
      }
      body = new Body(offset, generation, bodies.find(offset, generation));
      known = body;
    }
    return body;
  }

  // ---- changing, under the lock ----

  /// Replaces those between two places.
  ///
  /// @param from 0 to `to`
  /// @param to up to the size
  void splice(int from, int to, List<byte[]> inserted) {
    long state = begin();
    int size = State.size(state);
    if (inserted.isEmpty() && to == size) {
      publish(State.next(state, from, State.body(state), State.index(state)));
    } else if (from == size && hasRoom(state, inserted)) {
      append(state, inserted);
    } else {
      change(state, new Content.Splice(size, from, to, inserted));
    }
  }

  /// Keeps some elements, in an order.
  ///
  /// @param order the place of each that is kept
  void select(int[] order) {
    change(begin(), new Content.Selection(order));
  }

  /// @param i 0 to the size, exclusive
  void set(int i, byte[] element) {
    long state = begin();
    int size = State.size(state);
    Body body = body(state);
    if (Body.recordBytes(element) > body.freeBytes()) {
      change(state, new Content.Splice(size, i, i + 1, List.of(element)));
      return;
    }
    long slot = body.store(element);
    long setting = State.next(state, size, State.body(state), State.index(state));
    publish(setting);
    body.setSlot(State.index(state), i, slot);
    publish(State.next(setting, size, State.body(state), State.index(state)));
  }

  /// Gives up all memory but the list's own block.
  void free() {
    long state = begin();
    publish(State.next(state, 0, State.body(state), State.index(state)));
    discard(State.body(state));
  }

  private long begin() {
    long state = words.getLong(SharedListLayout.STATE_AT);
    VarHandle.releaseFence();
    discard(1 - State.body(state));
    Body body = State.size(state) == 0 ? bodyOrNull(State.body(state)) : null;
    if (body != null) {
      body.reset();
    }
    return state;
  }

  private void publish(long state) {
    words.setLongRelease(SharedListLayout.STATE_AT, state); // release: pairs with state
  }

  private boolean hasRoom(long state, List<byte[]> inserted) {
    Body body = bodyOrNull(State.body(state));
    return body != null
        && body.capacity() - State.size(state) >= inserted.size()
        && recordBytes(inserted) <= body.freeBytes();
  }

  private static long recordBytes(List<byte[]> elements) {
    return elements.stream().mapToLong(Body::recordBytes).sum();
  }

  private void append(long state, List<byte[]> inserted) {
    Body body = body(state);
    int i = State.size(state);
    for (byte[] element : inserted) {
      body.setSlot(State.index(state), i++, body.store(element));
    }
    publish(State.next(state, i, State.body(state), State.index(state)));
  }

  /// In the other index if there is room, else in a new body.
  private void change(long state, Content content) {
    Body body = bodyOrNull(State.body(state));
    long fresh = freshBytes(content);
    if (body == null || content.size() > body.capacity() || fresh > body.freeBytes()) {
      grow(state, content, fresh);
      return;
    }
    int from = State.index(state);
    int to = 1 - from;
    for (int i = 0; i < content.size(); i++) {
      byte[] element = content.fresh(i);
      long slot = element == null ? body.slot(from, content.kept(i)) : body.store(element);
      body.setSlot(to, i, slot);
    }
    publish(State.next(state, content.size(), State.body(state), to));
  }

  private static long freshBytes(Content content) {
    long bytes = 0;
    for (int i = 0; i < content.size(); i++) {
      byte[] element = content.fresh(i);
      bytes += element == null ? 0 : Body.recordBytes(element);
    }
    return bytes;
  }

  private void grow(long state, Content content, long freshBytes) {
    int old = State.body(state);
    Body from = bodyOrNull(old);
    long capacity = content.size() + content.size() / 2 + LEAST_CAPACITY;
    long live = freshBytes + keptBytes(state, from, content);
    long slack = Math.max(live, Math.max(Long.BYTES * capacity, LEAST_RECORD_BYTES));
    Bodies.Room room =
        bodies.allocate(
            Body.bytesFor(capacity, live + slack),
            (offset, generation) -> nameBody(1 - old, offset, generation));
    Body to = Body.make(room, capacity);
    for (int i = 0; i < content.size(); i++) {
      byte[] element = content.fresh(i);
      to.setSlot(
          0, i, element == null ? copy(state, from, to, content.kept(i)) : to.store(element));
    }
    publish(State.next(state, content.size(), 1 - old, 0));
    discard(old);
  }

  /// Before there is such a body: who dies first has left nothing, who dies later what is named.
  private void nameBody(int which, long offset, int generation) {
    words.setInt(SharedListLayout.generationAt(which), generation);
    words.setLongRelease( // release: pairs with bodyOrNull
        SharedListLayout.bodyAt(which), offset);
  }

  private static long keptBytes(long state, @Nullable Body from, Content content) {
    long bytes = 0;
    for (int i = 0; from != null && i < content.size(); i++) {
      bytes +=
          content.fresh(i) == null
              ? from.recordBytes(from.slot(State.index(state), content.kept(i)))
              : 0;
    }
    return bytes;
  }

  private static long copy(long state, @Nullable Body from, Body to, int i) {
    if (from == null) {
      throw new IllegalStateException("A list without a body keeps no element " + i);
    }
    return to.store(from, from.slot(State.index(state), i));
  }

  /// Frees a body that is not in use, if there is one.
  private void discard(int which) {
    long offset = words.getLong(SharedListLayout.bodyAt(which));
    if (offset != 0) {
      bodies.free(offset, words.getInt(SharedListLayout.generationAt(which)));
      words.setLongRelease( // release: pairs with bodyOrNull
          SharedListLayout.bodyAt(which), 0);
    }
  }
}
