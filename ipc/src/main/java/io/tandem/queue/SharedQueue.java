package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waitable;
import io.tandem.word.SegmentWords;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bounded queue between any number of processes that put and any number that take.
///
/// **Shape.** First in, first out. [QueueOptions] bound it by the number of messages and by their
/// bytes; a message may be of any size up to 2^31 - 9 bytes. An element is encoded by whoever puts
/// it, before anything is changed, and decoded by whoever takes it; what arrives is a copy. With
/// [Codec#bytes()] elements are `byte[]`, as they are, see [#bytes()]. There is no null.
///
/// **Units.** Capacity and size in messages; a timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What was done before an element was
/// put is seen by whoever gets it. Putting and taking do not wait for each other.
///
/// **Lifetime.** The queue lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle, which allows where it arrives what a [DataCodec] allowed here.
/// What was put stays, whoever dies: a process that dies while it puts has put nothing; one that
/// dies while it takes loses at most the message, or the messages of one [#drainTo], that it was
/// taking. [#lease()] loses none. One that is stopped in the middle, not dead, is waited for. After
/// [#close()] nothing can be put, and when all has been taken, who takes is told. Close a scope
/// only when no thread uses its queues.
///
/// **Errors.** [CodecException] for what cannot be encoded, naming the part of it, and for what
/// cannot be decoded: that message is gone then. [QueueClosedException] after `close()`,
/// [QueueAbandonedException] for those who asked to be told. [MemoryException.NoSpace] if the scope
/// has no room for a message that is longer than an eighth of the queue's bytes.
///
/// [#iterator], and so `contains`, `toArray` and streams, goes over a copy of what is there when it
/// is made. Nothing can be removed but at the head: `remove(Object)`, `removeIf` and `retainAll`
/// throw `UnsupportedOperationException` when they find something to remove.
///
/// **Source.** `java.util.concurrent.ArrayBlockingQueue`, and Python's `multiprocessing.Queue`,
/// which has a thread that feeds a pipe: so an error of pickling is lost there, and a process that
/// ends before the other side has taken everything hangs. `close` is `shutdown` of Python 3.13.
///
/// ```java
/// try (var scope = SharedScope.open("shop")) {
///   record Order(long id, String customer) {}
///   var orders =
///       io.tandem.queue.SharedQueue.<Order>open(
///           scope, "orders", io.tandem.queue.QueueOptions.DEFAULT);
///   orders.put(new Order(1, "Ada"));
///   System.out.println(orders.take());
///   orders.close();
/// }
/// ```
///
/// @param <E> of elements; not checked
public sealed class SharedQueue<E> extends AbstractQueue<E>
    implements BlockingQueue<E>, Waitable, Serializable permits JoinableQueue {
  static final ObjectType TYPE = new ObjectType("queue", 2);

  private static final long serialVersionUID = 1;
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final transient SharedBlock block;
  private final transient Elements<E> elements;
  private final transient Blocks blocks;
  private final transient QueueMemory memory;
  private final transient Inlet inlet;
  private final transient Outlet outlet;

  SharedQueue(SharedBlock block, Codec codec) {
    this.block = block;
    this.elements = new Elements<>(codec);
    this.blocks = new ScopeBlocks(block);
    MemorySegment segment = block.segment();
    Sides sides = block.companion(0, Sides.class, companionOf(segment, block));
    this.memory = sides.memory();
    this.inlet = sides.inlet();
    this.outlet = sides.outlet();
  }

  /// It must not keep the block, and with it the scope, reachable.
  private static Supplier<Sides> companionOf(MemorySegment segment, SharedBlock block) {
    var peers = block.scope().peers();
    return () -> Sides.of(new SegmentWords(segment), peers);
  }

  // ---- making and finding queues ----

  /// Makes a queue of the default size in the scope of this process and all it starts.
  public static <E> SharedQueue<E> create() {
    return create(QueueOptions.DEFAULT);
  }

  /// Makes a queue in the scope of this process and all it starts.
  public static <E> SharedQueue<E> create(QueueOptions options) {
    return create(SharedScope.ofProcessTree(), options);
  }

  /// Makes a queue without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope has no room for it
  public static <E> SharedQueue<E> create(SharedScope scope, QueueOptions options) {
    return new SharedQueue<>(QueueBlock.make(scope, TYPE, options), options.codec());
  }

  /// Makes a named queue.
  ///
  /// @throws MemoryException.Exists if there is something of that name
  public static <E> SharedQueue<E> create(SharedScope scope, String name, QueueOptions options) {
    return new SharedQueue<>(QueueBlock.create(scope, name, TYPE, options), options.codec());
  }

  /// Finds a named queue or makes it.
  ///
  /// @param options the same for all who open it
  /// @throws MemoryException.Incompatible if it was made with others
  /// @throws CodecException.Mismatch if it was made with another codec
  public static <E> SharedQueue<E> open(SharedScope scope, String name, QueueOptions options) {
    return new SharedQueue<>(QueueBlock.open(scope, name, TYPE, options), options.codec());
  }

  /// Finds a named queue, with whatever options it was made.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws CodecException.Mismatch if its codec is neither Tandem's own nor installed
  public static <E> SharedQueue<E> attach(SharedScope scope, String name) {
    SharedBlock block = scope.attachBlock(name, TYPE);
    return new SharedQueue<>(block, QueueBlock.codecOf(block));
  }

  /// Finds a named queue, with whatever other options it was made.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws CodecException.Mismatch if it was made with another codec
  public static <E> SharedQueue<E> attach(SharedScope scope, String name, Codec codec) {
    return new SharedQueue<>(QueueBlock.requireCodec(scope.attachBlock(name, TYPE), codec), codec);
  }

  // ---- putting ----

  /// Puts an element, waiting for room.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException if the queue is or becomes closed
  @Override
  public void put(E element) throws InterruptedException {
    boolean _ = put(element, FOR_EVER);
  }

  /// Puts an element if there is room.
  ///
  /// @throws QueueClosedException if the queue is closed
  @Override
  public boolean offer(E element) {
    MemorySegment bytes = encode(element);
    try {
      return inlet.offer(blocks, bytes, 0, (int) bytes.byteSize());
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Puts an element, waiting for room no longer than a timeout.
  ///
  /// @return whether it was put
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException if the queue is or becomes closed
  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return put(element, unit.toNanos(timeout));
  }

  private boolean put(E element, long nanos) throws InterruptedException {
    MemorySegment bytes = encode(element);
    try {
      return inlet.put(blocks, bytes, 0, (int) bytes.byteSize(), nanos);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Puts elements in their order, waiting for room: as many at once as there is room for, so that
  /// others' may come between. All are encoded before the first is put.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile: those in front
  ///   may have been put
  /// @throws QueueClosedException if the queue is or becomes closed, likewise
  public void putAll(Collection<? extends E> many) throws InterruptedException {
    byte[][] all = elements.encodeAll(many.toArray());
    try {
      for (int done = 0; done < all.length; ) {
        Batch batch = Batch.of(all, done, memory.longestInRing());
        if (batch.size() == 0) {
          MemorySegment one = MemorySegment.ofArray(all[done]);
          done += inlet.put(blocks, one, 0, (int) one.byteSize(), FOR_EVER) ? 1 : 0;
        } else {
          inlet.putAll(blocks, batch);
          done += batch.size();
        }
      }
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  private MemorySegment encode(E element) {
    return MemorySegment.ofArray(elements.encode(element));
  }

  // ---- taking ----

  /// Takes the first element, waiting for one.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException if the queue is or becomes closed, all has been taken, and no
  ///   other process has leased a message, which might come back
  @Override
  public E take() throws InterruptedException {
    E element = take(FOR_EVER);
    while (element == null) { // not in this century
      element = take(FOR_EVER);
    }
    return element;
  }

  /// Takes the first element, if there is one. Says null also when the queue is closed.
  @Override
  public @Nullable E poll() {
    var take = new Take(outlet, blocks);
    try {
      return outlet.tryRun(take, blocks) ? elements.decode(take.bytes()) : null;
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Takes the first element, waiting for one no longer than a timeout.
  ///
  /// @return null if the time is over
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException as for [#take()]
  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return take(unit.toNanos(timeout));
  }

  private @Nullable E take(long nanos) throws InterruptedException {
    var take = new Take(outlet, blocks);
    try {
      return outlet.run(take, blocks, nanos) ? elements.decode(take.bytes()) : null;
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// A copy of the first element, if there is one.
  @Override
  public @Nullable E peek() {
    List<byte[]> first = look(1);
    return first.isEmpty() ? null : elements.decode(first.getFirst());
  }

  private List<byte[]> look(long most) {
    var look = new Look(outlet, blocks, most);
    try {
      return outlet.look(look, blocks) ? look.found() : List.of();
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  /// Takes what is there, many messages in one step, and adds it to a collection. If one cannot be
  /// decoded, the others are added all the same, and it is told at the end.
  ///
  /// @throws RuntimeException what the collection throws if it refuses an element, as a full one
  ///   does: those taken with it are lost, so drain into a list
  @Override
  public int drainTo(Collection<? super E> target, int most) {
    if (target == this) {
      throw new IllegalArgumentException("Cannot drain a queue into itself: use another one.");
    }
    Objects.requireNonNull(target);
    int count = 0;
    while (count < most) {
      List<byte[]> some = takeSome(most - count);
      if (some.isEmpty()) {
        break;
      }
      count += some.size();
      elements.decodeAll(some, target);
    }
    return count;
  }

  private List<byte[]> takeSome(int most) {
    var drain = new Drain(outlet, most);
    var take = new Take(outlet, blocks);
    try {
      if (outlet.tryRun(drain, blocks)) {
        return drain.taken();
      }
      byte[] bytes = outlet.tryRun(take, blocks) ? take.bytes() : null;
      return bytes == null ? List.of() : List.of(bytes);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// A view for one thread, that puts and takes bytes without an object for each message.
  ///
  /// @throws IllegalStateException if its codec is not [Codec#bytes()]
  public QueueBytes bytes() {
    if (!elements.areRaw()) {
      throw new IllegalStateException(
          "Cannot use the bytes of %s: they are those of its codec. ".formatted(this)
              + "Make a queue with Codec.bytes().");
    }
    return new QueueBytes(this);
  }

  // ---- leasing ----

  /// Takes the first element on trial, waiting for one: it comes back unless it is acknowledged,
  /// also if this process dies.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws IllegalStateException if as many are leased as the queue was made for
  /// @throws QueueClosedException as for [#take()]
  public Lease<E> lease() throws InterruptedException {
    Lease<E> lease = lease(FOR_EVER);
    while (lease == null) { // not in this century
      lease = lease(FOR_EVER);
    }
    return lease;
  }

  /// As [#lease()], waiting no longer than a timeout.
  ///
  /// @return null if the time is over
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws IllegalStateException if as many are leased as the queue was made for
  /// @throws QueueClosedException as for [#take()]
  public @Nullable Lease<E> lease(Duration timeout) throws InterruptedException {
    return lease(TimeUnit.NANOSECONDS.convert(timeout));
  }

  private @Nullable Lease<E> lease(long nanos) throws InterruptedException {
    var take = new LeaseTake(outlet, blocks);
    try {
      return outlet.run(take, blocks, nanos) ? lease(take.leased()) : null;
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  private Lease<E> lease(int holding) {
    boolean done = false;
    try {
      E value = elements.decode(outlet.holdings.bytes(holding, blocks));
      done = true;
      return new Lease<>(this, holding, value, outlet.holdings.attempt(holding));
    } catch (CodecException e) { // nobody can read it: it would come back for ever
      finishTask(holding);
      acknowledge(holding);
      done = true;
      throw e;
    } finally {
      if (!done) {
        giveBack(holding);
      }
    }
  }

  /// For [Lease].
  void acknowledge(int holding) {
    block.requireCurrent();
    try {
      outlet.holdings.drop(holding, blocks);
      outlet.ringTakers(); // at the end, somebody may wait to hear that it does not come back
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// For [Lease], before a message is acknowledged.
  ///
  /// @throws IllegalStateException if all tasks are done: then nothing has happened
  void finishTask(int holding) {}

  /// Before messages that were taken are dropped.
  void finishTasks(int count) {}

  /// For [Lease].
  void giveBack(int holding) {
    block.requireCurrent();
    try {
      outlet.holdings.giveBack(holding);
      outlet.ringTakers();
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  // ---- looking ----

  /// How many elements could be taken now: those put, less those taken or leased, and with those
  /// that came back. Exact at one moment of the call.
  @Override
  public int size() {
    block.requireCurrent();
    try {
      return (int) outlet.size();
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  /// How many messages could be put now, if they are small enough: the bound by bytes may come
  /// first.
  @Override
  public int remainingCapacity() {
    block.requireCurrent();
    try {
      return (int) Math.max(0, memory.messages - memory.count());
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// An iterator over a copy of what is there now. It removes nothing.
  @Override
  public Iterator<E> iterator() {
    List<E> copy = new ArrayList<>();
    elements.decodeAll(look(Long.MAX_VALUE), copy);
    return Collections.unmodifiableList(copy).iterator();
  }

  /// Whether there is something to take, or the queue is closed.
  @Override
  public boolean isReady() {
    return isClosed() || !isEmpty();
  }

  @Override
  public WaitPoint waitPoint() {
    return outlet.waitPoint();
  }

  // ---- the end ----

  /// Lets nothing more in: who waits to put is told, at once, and who takes, when all has been
  /// taken. Waits for whoever is in the middle of putting. Again is harmless.
  public void close() {
    try {
      inlet.close(blocks);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Closes it, and drops what is there.
  ///
  /// @param immediate whether to drop it; what others have leased stays theirs, and is dropped if
  ///   it has come back already
  public void shutdown(boolean immediate) {
    close();
    if (immediate) {
      for (int some = -1; some != 0; ) {
        some = takeSome(Integer.MAX_VALUE).size();
        finishTasks(some);
      }
    }
  }

  /// Whether it was closed; there may still be something to take.
  public boolean isClosed() {
    block.requireCurrent();
    try {
      return memory.isClosed();
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  // ---- the object ----

  /// The memory that it is in. Long messages are in other blocks of the scope.
  public final SharedBlock block() {
    return block;
  }

  /// Gives all its memory back to the scope. No process may use it any more.
  public final void free() {
    close();
    while (!takeSome(Integer.MAX_VALUE).isEmpty()) {}
    outlet.freeAll(blocks);
    block.free();
  }

  /// Equal if both are the same queue.
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof SharedQueue<?> queue && block.equals(queue.block);
  }

  @Override
  public final int hashCode() {
    return block.hashCode();
  }

  @Override
  public String toString() {
    return "queue of %d messages at offset %d of scope %s"
        .formatted(memory.messages, block.offset(), block.scope());
  }

  Inlet inlet() {
    return inlet;
  }

  Outlet outlet() {
    return outlet;
  }

  Blocks blocks() {
    return blocks;
  }

  final Object writeReplace() {
    return new Handle(block, this instanceof JoinableQueue, elements.careful());
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A SharedQueue travels as its handle");
  }

  /// What travels instead of a queue.
  ///
  /// @param careful null for a codec that its name tells
  private record Handle(SharedBlock block, Boolean joinable, @Nullable DataCodec careful)
      implements Serializable {
    private Object readResolve() {
      Codec codec = careful == null ? QueueBlock.codecOf(block) : careful;
      return joinable ? new JoinableQueue<>(block, codec) : new SharedQueue<>(block, codec);
    }
  }
}
