package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReadWriteLock;
import io.tandem.sync.SharedSemaphore;
import io.tandem.value.IntArray;
import io.tandem.value.IntValue;
import io.tandem.value.SharedString;
import io.tandem.value.StructValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What all shared objects have in common holds for each kind of them.
class SharedObjectTest {
  record Point(int x, int y) {}

  private static List<SharedObject> oneOfEachKind(SharedScope scope) {
    SharedLock lock = SharedLock.create(scope);
    return List.of(
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
        StructValue.create(scope, new Point(1, 2)));
  }

  @Test
  void whatArrivesIsEqualToWhatWasSent() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      for (SharedObject object : oneOfEachKind(scope)) {
        Object copy = read(write(object));

        assertEquals(object, copy);
        assertEquals(object.hashCode(), copy.hashCode());
        assertEquals(object.toString(), copy.toString());
      }
    }
  }

  @Test
  void twoObjectsAreNeverEqual() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      List<SharedObject> some = oneOfEachKind(scope);
      List<SharedObject> others = oneOfEachKind(scope);
      for (int i = 0; i < some.size(); i++) {
        assertNotEquals(some.get(i), others.get(i));
      }
    }
  }

  @Test
  void theHandleOfAFreedObjectIsStale() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      for (SharedObject object : oneOfEachKind(scope)) {
        byte[] handle = write(object);

        object.free();

        assertThrows(MemoryException.Stale.class, () -> read(handle));
      }
    }
  }

  @Test
  void aPartIsNeitherItsWholeNorFreedAlone() {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      var value = IntValue.create(scope, 0);
      SharedLock lock = value.getLock();
      var first = SharedLock.in(value.block(), 0, OwnerDeath.IGNORE);
      SharedBlock raw = scope.allocate(ObjectType.RAW, 64 + SharedCondition.BYTES);
      var condition = SharedCondition.in(raw, 64, SharedLock.in(raw, 0, OwnerDeath.FAIL));

      assertEquals(first, lock);
      assertNotEquals(value, lock);
      assertTrue(refusal(lock).contains("it is part of int"), refusal(lock));
      assertTrue(refusal(condition).contains("Free that."), refusal(condition));
    }
  }

  private static String refusal(SharedObject part) {
    return assertThrows(UnsupportedOperationException.class, part::free).getMessage();
  }

  /// Nobody but a forger writes such a stream.
  @Test
  void anObjectThatTravelsAsItselfIsRefused() throws Exception {
    for (Class<?> type : List.of(SharedEvent.class, SharedLock.class, IntValue.class)) {
      byte[] forged = writeAs(type);

      var refused = assertThrows(InvalidObjectException.class, () -> read(forged));

      assertEquals(
          "A %s travels as its handle".formatted(type.getSimpleName()), refused.getMessage());
    }
  }

  /// Stands for the object that is forged.
  private static final class Decoy implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private static byte[] writeAs(Class<?> type) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out =
        new ObjectOutputStream(bytes) {
          @Override
          protected void writeClassDescriptor(ObjectStreamClass decoy) throws IOException {
            writeUTF(type.getName());
            writeLong(1); // serialVersionUID
            writeByte(2); // serializable
            writeShort(0); // fields
          }
        }) {
      out.writeObject(new Decoy());
    }
    return bytes.toByteArray();
  }

  private static byte[] write(Object object) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
