package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.list.SharedList;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import io.tandem.queue.JoinableQueue;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.ring.BroadcastRing;
import io.tandem.ring.ManyToOneRing;
import io.tandem.ring.OneToOneRing;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReadWriteLock;
import io.tandem.sync.SharedSemaphore;
import io.tandem.value.IntArray;
import io.tandem.value.IntValue;
import io.tandem.value.ShareableList;
import io.tandem.value.SharedString;
import io.tandem.value.StructArray;
import io.tandem.value.StructValue;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Everything in shared memory travels as a handle of a few bytes, and arrives as the same memory.
class HandleTest {
  record Point(int x, int y) {}

  private interface Job extends Supplier<Object>, Serializable {}

  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @AfterEach
  void close() {
    scope.close();
  }

  private List<Object> oneOfEachKind() {
    SharedLock lock = SharedLock.create(scope);
    return List.of(
        scope,
        lock.block(),
        lock,
        lock.newCondition(),
        SharedBarrier.create(scope, 2),
        SharedEvent.create(scope),
        SharedLatch.create(scope, 1),
        SharedReadWriteLock.create(scope),
        SharedSemaphore.create(scope, 1),
        IntArray.create(scope, 4),
        IntArray.create(scope, 4).slice(1, 3),
        IntValue.create(scope, 0),
        SharedString.create(scope, 8),
        StructValue.create(scope, new Point(1, 2)),
        SharedList.create(scope, Integer.class),
        SharedQueue.create(scope, QueueOptions.DEFAULT),
        JoinableQueue.create(scope, QueueOptions.DEFAULT),
        Pipe.duplex(scope, 1 << 12).first());
  }

  @Test
  void eachKindArrivesEqualAndSmall() {
    for (Object each : oneOfEachKind()) {
      assertEquals(each, crossed(each));
      long bytes = Codec.data().encode(each).size() - scope.handle().length();
      assertTrue(bytes <= 170, each.getClass() + " takes " + bytes);
    }
  }

  @Test
  void ringsAndArraysOfRecordsArrive() {
    for (Object each :
        List.of(
            OneToOneRing.create(scope, 1 << 12),
            ManyToOneRing.create(scope, 1 << 12, 2),
            BroadcastRing.create(scope, 1 << 12),
            StructArray.create(scope, Point.class, 3))) {
      assertEquals(each.getClass(), crossed(each).getClass());
    }
  }

  @Test
  void listsOfPythonArriveByTheirName() {
    try (var list = ShareableList.of(1, "a")) {
      assertEquals(list, crossed(list));
      list.shm().unlink();
    }
  }

  @Test
  void aScopeIsToldOnceInAFrame() {
    var one = IntValue.create(scope, 1);
    long first = Codec.data().encode(one).size();
    long both = Codec.data().encode(List.of(one, IntValue.create(scope, 2))).size();
    assertTrue(both - first < 20, both + " instead of " + first);
  }

  @Test
  void whatIsWrittenInOneEndIsReadInTheOther() {
    IntValue counter = IntValue.create(scope, 5);
    ((IntValue) ((Object[]) crossed(new Object[] {counter}))[0]).set(6);
    assertEquals(6, counter.get());
  }

  @Test
  void lambdasBringTheirs() {
    for (Object each : oneOfEachKind()) {
      var captured = (Serializable) each;
      Job job = () -> captured;
      assertEquals(each, ((Job) crossed(job)).get());
    }
  }

  @Test
  void aLockBringsItsRepair() {
    IntValue repaired = IntValue.create(scope, 0);
    var lock = SharedLock.create(scope, OwnerDeath.repairWith(() -> repaired.getAndAdd(1)));
    assertEquals(lock, crossed(lock));
    assertNotEquals(SharedLock.create(scope), crossed(lock));
  }

  @Test
  void theHandleOfAFreedObjectIsStale() {
    SharedObject event = SharedEvent.create(scope);
    byte[] bytes = encoded(event);
    event.free();
    assertThrows(MemoryException.Stale.class, () -> decoded(Codec.data(), bytes));
  }

  @Test
  void aHandleComesInOnlyIfItIsListed() {
    byte[] bytes = encoded(IntValue.create(scope, 1));
    Codec strict = DataCodec.allowing("com.acme.*");
    assertThrows(CodecException.Refused.class, () -> decoded(strict, bytes));
    assertEquals(1, ((IntValue) decoded(DataCodec.allowing("io.tandem.**"), bytes)).get());
  }

  record Note(String text) {}

  /// Else a child would make what its parent was careful about.
  @Test
  void whatIsAllowedOfOneEndIsAllowedOfItsHandle() throws Exception {
    DataCodec careful = DataCodec.allowing("com.acme.*");
    QueueOptions options = QueueOptions.DEFAULT.withCodec(careful);
    SharedQueue<Object> queue = SharedQueue.create(scope, options);
    queue.put(new Note("a"));
    SharedQueue<?> sameQueue = (SharedQueue<?>) crossed(queue);
    assertThrows(CodecException.Refused.class, sameQueue::peek);
    assertThrows(CodecException.Refused.class, ((SharedQueue<?>) crossed(sameQueue))::peek);

    SharedList<Object> list = SharedList.open(scope, "list", Object.class, careful);
    list.add(new Note("a"));
    assertThrows(CodecException.Refused.class, ((SharedList<?>) crossed(list))::getFirst);

    try (var pipe = Pipe.simplex(scope, 1 << 12, careful)) {
      var reader = (Connection) crossed(pipe.reader());
      pipe.writer().send(new Note("a"));
      assertThrows(CodecException.Refused.class, reader::receive);
    }
    assertTrue(((DataCodec) crossed(careful)).isCareful());
    assertFalse(((DataCodec) crossed(Codec.data())).isCareful());
  }

  private static Object crossed(Object value) {
    return decoded(Codec.data(), encoded(value));
  }

  private static byte[] encoded(Object value) {
    Encoding encoding = Codec.data().encode(value);
    var bytes = new byte[Math.toIntExact(encoding.size())];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  private static Object decoded(Codec codec, byte[] bytes) {
    return codec.decode(MemorySegment.ofArray(bytes));
  }
}
