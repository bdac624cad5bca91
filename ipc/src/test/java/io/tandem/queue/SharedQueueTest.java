package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.inspect.PeerView;
import io.tandem.lock.WordLock;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.park.Waitable;
import io.tandem.tests.PrivateRoot;
import io.tandem.word.SegmentWords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A shared queue, used by threads of one process.
class SharedQueueTest extends BlockingQueueContract {
  private static final QueueOptions SMALL = QueueOptions.DEFAULT.withMessages(8).withBytes(1024);
  private static final QueueOptions RAW = SMALL.withCodec(Codec.bytes());

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("queues");

  record Order(long id, String customer) {}

  @Override
  protected <E> BlockingQueue<E> make(int capacity) {
    return SharedQueue.create(scope, QueueOptions.DEFAULT.withMessages(capacity));
  }

  @Override
  protected <E> BlockingQueue<E> again(BlockingQueue<E> queue) {
    return copy((SharedQueue<E>) queue);
  }

  /// The queue as it arrives in another process.
  @SuppressWarnings("unchecked")
  static <Q> Q copy(Q queue) {
    try {
      var bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(queue);
      return (Q) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (ReflectiveOperationException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  @Test
  void onlyTheFirstElementIsRemoved() {
    BlockingQueue<Integer> queue = make(2);
    queue.addAll(List.of(4, 5));

    assertThrows(UnsupportedOperationException.class, () -> queue.remove((Object) 5));
    assertEquals(2, queue.size());
  }

  // ---- elements ----

  @Test
  void objectsArriveEqual() throws Exception {
    SharedQueue<Object> queue = SharedQueue.create(scope, QueueOptions.DEFAULT);
    List<Object> all = List.of(new Order(1, "Ada"), "text", 17, List.of(1, "a"), 2.5);
    queue.putAll(all);

    assertEquals(all, List.copyOf(copy(queue)));
    for (Object each : all) {
      assertEquals(each, queue.take());
    }
  }

  @Test
  void whatCannotBeEncodedChangesNothing() {
    SharedQueue<Object> queue = SharedQueue.create(scope, SMALL);

    var told =
        assertThrows(CodecException.Unencodable.class, () -> queue.put(List.of("a", new Object())));

    assertTrue(told.getMessage().contains("java.lang.Object"), told::getMessage);
    assertThrows(CodecException.class, () -> queue.putAll(List.of("a", new Object())));
    assertTrue(queue.isEmpty());
  }

  @Test
  void batchesArriveAsTheyWereWhereverTheRingEnds() throws Exception {
    var random = new Random(7); // reproducible
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    var expected = new ArrayDeque<byte[]>();
    for (int i = 0; i < 2_000; i++) {
      List<byte[]> batch = new ArrayList<>();
      int many = random.nextInt(4);
      for (int k = 0; k < many; k++) {
        var message = new byte[random.nextInt(10) == 0 ? 0 : random.nextInt(128)];
        random.nextBytes(message);
        batch.add(message);
      }
      if (queue.size() + many <= 5) { // there is room: 8 messages, 1024 bytes
        queue.putAll(batch);
        expected.addAll(batch);
      }
      List<byte[]> drained = new ArrayList<>();
      queue.drainTo(drained, random.nextInt(5));
      for (byte[] each : drained) {
        assertArrayEquals(expected.remove(), each);
      }
      assertEquals(expected.size(), queue.size());
    }
  }

  @Test
  void bytesOfAnyLengthArriveAsTheyWere() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    for (int length : new int[] {0, 1, 7, 8, 100, 127, 128, 129, 1000, 5000, 100_000}) {
      byte[] sent = bytes(length, length);
      for (int i = 0; i < 5; i++) {
        queue.put(sent);
        assertArrayEquals(sent, queue.peek());
        assertArrayEquals(sent, queue.take());
      }
    }
    assertTrue(queue.isEmpty());
  }

  static byte[] bytes(int length, int seed) {
    var bytes = new byte[length];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aMessageOf16MebibytesArrives() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    byte[] sent = bytes(16 << 20, 1);

    assertTrue(queue.offer(sent));
    assertFalse(queue.offer(sent), "blocks take no more than the queue's bytes, but for one");

    assertArrayEquals(sent, copy(queue).take());
  }

  @Test
  void blocksOfLongMessagesAreUsedAgain() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    queue.put(new byte[100_000]);
    long offset = first(queue);
    assertEquals(100_000, queue.take().length);
    for (int i = 0; i < 20; i++) {
      queue.put(new byte[100_000]);
      assertEquals(offset, first(queue));
      try (Lease<byte[]> lease = queue.lease()) {
        assertEquals(100_000, lease.value().length);
        lease.ack();
      }
    }
  }

  private static long first(SharedQueue<?> queue) {
    QueueMemory memory = queue.outlet().memory;
    return memory.block(memory.head());
  }

  @Test
  void theBytesBoundItToo() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW.withMessages(1000));
    int count = 0;
    while (queue.offer(new byte[100])) {
      count++;
    }

    assertEquals(1024 / 104, count);
    assertEquals(100, queue.take().length);
    assertTrue(queue.offer(new byte[96]));
    var all = new ArrayList<byte[]>();
    assertEquals(count, queue.drainTo(all));
  }

  @Test
  void allThatCannotBeDecodedIsToldWhenTheOthersAreThere() throws Exception {
    var options = SMALL.withCodec(DataCodec.allowing());
    SharedQueue<Object> queue = SharedQueue.create(scope, options);
    queue.putAll(List.of("a", new Order(1, "Ada"), "b", new Order(2, "Ben"), "c"));
    var all = new ArrayList<>();
    var refused = assertThrows(CodecException.Refused.class, () -> queue.drainTo(all));

    assertEquals(List.of("a", "b", "c"), all);
    assertEquals(1, refused.getSuppressed().length);
  }

  @Test
  void manyArePutInOneStepAndTakenInOne() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL);
    List<Integer> all = IntStream.range(0, 1000).boxed().toList();
    CompletableFuture<Void> put =
        CompletableFuture.runAsync(
            () -> {
              try {
                queue.putAll(all);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    var taken = new ArrayList<Integer>();
    while (taken.size() < all.size()) {
      taken.add(queue.take());
      queue.drainTo(taken);
    }

    put.get();
    assertEquals(all, taken);
  }

  // ---- its end ----

  @Test
  void aClosedQueueIsDrainedAndThenSaysSo() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL);
    queue.putAll(List.of(1, 2, 3));
    copy(queue).close();
    queue.close();

    var told = assertThrows(QueueClosedException.class, () -> queue.put(4));
    assertEquals(
        "Cannot put: the queue was closed. Put before that, or make another queue.",
        told.getMessage());
    assertThrows(QueueClosedException.class, () -> queue.offer(4));
    assertThrows(QueueClosedException.class, () -> queue.add(4));
    assertThrows(QueueClosedException.class, () -> queue.putAll(List.of(4)));
    assertTrue(queue.isClosed());
    assertEquals(1, queue.take());
    assertEquals(2, queue.poll());
    assertEquals(3, queue.poll(1, TimeUnit.HOURS));
    told = assertThrows(QueueClosedException.class, queue::take);
    assertTrue(told.getMessage().contains("all that was put has been taken"), told::getMessage);
    assertThrows(QueueClosedException.class, () -> queue.poll(1, TimeUnit.HOURS));
    assertThrows(QueueClosedException.class, queue::lease);
    assertNull(queue.poll());
  }

  @Test
  void closingEndsWaiting() throws Exception {
    for (boolean full : new boolean[] {true, false}) {
      SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL.withMessages(1));
      assertTrue(!full || queue.offer(1));
      var begins = new CountDownLatch(1);
      var end =
          CompletableFuture.supplyAsync(
              () -> {
                begins.countDown();
                return assertThrows(
                    QueueClosedException.class, full ? () -> queue.put(2) : queue::take);
              },
              Thread.ofPlatform()::start);
      begins.await();
      copy(queue).close();
      assertTrue(end.get().getMessage().contains(full ? "put" : "take"));
    }
  }

  @Test
  void anImmediateShutdownDropsWhatIsThere() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    queue.putAll(List.of(new byte[1], new byte[10_000], new byte[2]));
    queue.shutdown(true);

    assertTrue(queue.isEmpty());
    assertThrows(QueueClosedException.class, queue::take);
  }

  @Test
  void itIsReadyWhenThereIsSomethingToTakeOrItIsClosed() throws Exception {
    SharedQueue<Integer> one = SharedQueue.create(scope, SMALL);
    SharedQueue<Integer> other = SharedQueue.create(scope, SMALL);
    assertEquals(List.of(), Waitable.awaitAny(Duration.ofMillis(5), one, other));
    var ready =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Waitable.awaitAny(Duration.ofMinutes(1), one, other);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    other.put(1);
    assertEquals(List.of(other), ready.get());
    one.close();
    assertEquals(List.of(one, other), Waitable.awaitAny(Duration.ZERO, one, other));
  }

  // ---- leases ----

  @Test
  void aLeasedMessageComesBackUnlessItIsAcknowledged() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    for (int length : new int[] {3, 500}) {
      queue.putAll(List.of(bytes(length, 1), bytes(length, 2)));
      Lease<byte[]> first = queue.lease();
      assertArrayEquals(bytes(length, 1), first.value());
      assertEquals(1, first.attempt());
      assertEquals(1, queue.size());
      assertArrayEquals(bytes(length, 2), queue.take());
      assertTrue(queue.isEmpty());
      assertNull(queue.lease(Duration.ofMillis(1)));

      first.nack();
      assertEquals(1, queue.size());
      assertArrayEquals(bytes(length, 1), queue.peek());
      try (Lease<byte[]> second = queue.lease()) {
        assertEquals(2, second.attempt());
      }
      Lease<byte[]> third = queue.lease(Duration.ofSeconds(9));
      assertArrayEquals(bytes(length, 1), third.value());
      assertEquals(3, third.attempt());
      third.ack();
      third.close();
      var told = assertThrows(IllegalStateException.class, third::ack);
      assertTrue(told.getMessage().contains("given back before"), told::getMessage);
      assertThrows(IllegalStateException.class, third::nack);
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void whatComesBackIsTakenBeforeWhatIsThere() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL);
    queue.putAll(List.of(1, 2, 3));
    queue.lease().nack();

    assertEquals(List.of(1, 2, 3), List.copyOf(queue));
    var all = new ArrayList<Integer>();
    queue.drainTo(all);
    assertEquals(List.of(1, 2, 3), all);
  }

  @Test
  void thereAreAsManyLeasesAsItWasMadeFor() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL.withLeases(2));
    queue.putAll(List.of(1, 2, 3));
    Lease<Integer> one = queue.lease();
    Lease<Integer> two = queue.lease();

    var told = assertThrows(IllegalStateException.class, queue::lease);

    assertTrue(told.getMessage().startsWith("Cannot lease a message: 2 are leased"));
    assertEquals(3, queue.take());
    one.ack();
    two.ack();
  }

  @Test
  void whatComesBackIsLeasedAgainThoughNoMoreLeasesAreLeft() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL.withLeases(1));
    queue.putAll(List.of(1, 2));
    queue.lease().nack();

    for (int attempt = 2; attempt < 5; attempt++) {
      try (Lease<Integer> again = queue.lease()) {
        assertEquals(1, again.value());
        assertEquals(attempt, again.attempt());
      }
    }
  }

  @Test
  void aLeasedMessageThatNobodyCanReadDoesNotComeBack() throws Exception {
    var open = JoinableQueue.<Object>open(scope, "tasks", SMALL);
    var strict = JoinableQueue.attach(scope, "tasks", DataCodec.allowing());
    open.putAll(List.of(new Order(1, "Ada"), 2));

    assertThrows(CodecException.class, strict::lease);
    try (Lease<Object> next = strict.lease()) {
      assertEquals(2, next.value());
      next.ack();
    }
    assertTrue(open.isEmpty());
    assertEquals(0, open.unfinishedTasks());
  }

  // ---- making and finding ----

  @Test
  void aNamedQueueIsTheSameForAll() throws Exception {
    SharedQueue<String> queue = SharedQueue.open(scope, "q", SMALL);
    queue.put("a");

    assertEquals("a", SharedQueue.<String>open(scope, "q", SMALL).take());
    assertEquals(queue, SharedQueue.attach(scope, "q"));
    assertEquals(queue, copy(queue));
    assertThrows(MemoryException.Exists.class, () -> SharedQueue.create(scope, "q", SMALL));
    assertThrows(MemoryException.Missing.class, () -> SharedQueue.attach(scope, "none"));
  }

  @Test
  void anotherCodecOrOtherOptionsAreRefusedByName() {
    SharedQueue.open(scope, "q", SMALL);

    var told = assertThrows(CodecException.Mismatch.class, () -> SharedQueue.open(scope, "q", RAW));
    assertTrue(
        told.getMessage().contains("codec 1 (bytes) version 1: it was made with codec 2 (data)"),
        told::getMessage);
    assertThrows(
        CodecException.Mismatch.class, () -> SharedQueue.attach(scope, "q", Codec.bytes()));
    var other =
        assertThrows(
            MemoryException.Incompatible.class,
            () -> SharedQueue.open(scope, "q", SMALL.withMessages(9)));
    assertTrue(
        other
            .getMessage()
            .contains(
                "for 9 messages, 1024 bytes and 128 leases, telling nobody: "
                    + "it was made for 8 messages"),
        other::getMessage);
  }

  @Test
  void sizesOutsideTheBoundsAreRefused() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> SMALL.withMessages(0),
            () -> SMALL.withMessages(QueueOptions.MOST_MESSAGES + 1),
            () -> SMALL.withBytes(0),
            () -> SMALL.withBytes(QueueOptions.MOST_BYTES + 1),
            () -> SMALL.withLeases(-1),
            () -> SMALL.withLeases(QueueOptions.MOST_LEASES + 1))) {
      var told = assertThrows(IllegalArgumentException.class, wrong::run);
      assertTrue(told.getMessage().startsWith("Cannot make a queue for "), told::getMessage);
    }
    assertEquals(1024, SMALL.withBytes(1).bytes());
    assertEquals(4096, SMALL.withBytes(2049).bytes());
  }

  @Test
  void noCodecIsRefused() {
    var told = assertThrows(NullPointerException.class, () -> SMALL.withCodec(null));
    assertEquals("A queue needs a codec: give one, as Codec.data().", told.getMessage());
  }

  @Test
  void toolsSeeWhatIsInIt() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL);
    queue.putAll(List.of(1, 2, 3));
    assertEquals(1, queue.take());
    Lease<Integer> lease = queue.lease();
    queue.close();

    QueueView view = look(queue);

    assertEquals(1, view.size());
    assertEquals(1, view.leased());
    assertTrue(view.text().startsWith("1 of 8 messages, 3 were put, 1 leased; from "), view::text);
    assertTrue(view.text().endsWith("codec 2 (data) version 1; closed"), view::text);
    lease.ack();
  }

  private static QueueView look(SharedQueue<?> queue) {
    return (QueueView)
        new QueueViewer()
            .view(
                queue.block().segment().asReadOnly(),
                owner -> new PeerView(owner, 0, 42, Instant.EPOCH, "main", true));
  }

  @Test
  void toolsSeeWhoIsInTheMiddleOfPutting() {
    SharedQueue<Integer> queue = SharedQueue.create(scope, SMALL);
    var words = new SegmentWords(queue.block().segment());
    var lock =
        new WordLock(words, QueueLayout.PUT_LOCK_AT, scope.peers(), Parker.of(scope.peers()));
    assertEquals(Optional.empty(), look(queue).putting().busy());
    lock.lock();

    assertTrue(
        look(queue)
            .text()
            .contains("; from nobody (process 'main' (pid 42) is putting); to nobody"),
        look(queue)::text);
    assertEquals(Optional.empty(), look(queue).taking().busy());
    lock.unlock();
  }

  @Test
  void aFreedQueueIsStale() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, "q", RAW);
    queue.put(new byte[1000]);
    queue.free();

    assertEquals(List.of(), scope.directory());
    assertThrows(MemoryException.Stale.class, queue.block()::free);
    assertThrows(MemoryException.Stale.class, () -> queue.put(new byte[1]));
    assertThrows(MemoryException.Stale.class, () -> queue.putAll(List.of(new byte[1])));
    assertThrows(MemoryException.Stale.class, queue::take);
    assertThrows(MemoryException.Stale.class, queue::poll);
    assertThrows(MemoryException.Stale.class, queue::lease);
    assertThrows(MemoryException.Stale.class, queue::size);
    assertThrows(MemoryException.Stale.class, queue::peek);
    assertThrows(MemoryException.Stale.class, queue::remainingCapacity);
    assertThrows(MemoryException.Stale.class, queue::isClosed);
    assertThrows(MemoryException.Stale.class, queue::close);
    assertThrows(MemoryException.Stale.class, queue::free);
  }

  @Test
  void leasedMessagesAreFreedWithTheirQueue() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    queue.put(new byte[100]);
    Lease<byte[]> lease = queue.lease();
    long offset = queue.outlet().holdings.block(0);
    int generation = queue.outlet().holdings.generation(0);
    assertEquals(1, lease.attempt());
    queue.free();

    assertThrows(MemoryException.Stale.class, () -> queue.blocks().find(offset, generation));
  }
}
