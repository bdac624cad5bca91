package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.PrivateRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Handles: what travels instead of an object, and what it finds when it arrives.
class SharedBlockTest {
  private static final ObjectType TYPE = new ObjectType("test", 1);

  private final PrivateRoot root = PrivateRoot.open();

  /// A handle that finds its scope and no object leaves the scope to the garbage collector.
  @AfterEach
  void nothingIsLeft() {
    for (int i = 0; i < 1000 && !root.list().isEmpty(); i++) {
      System.gc();
    }
    root.close();
  }

  @Test
  void aHandleFindsTheSameObject() throws Exception {
    try (var scope = SharedScope.anonymous(1)) {
      SharedBlock block = scope.allocate(TYPE, 8);
      block.segment().set(JAVA_LONG, 0, 42);

      SharedBlock arrived = (SharedBlock) deserialize(serialize(block));

      assertEquals(block, arrived);
      assertEquals(block.hashCode(), arrived.hashCode());
      assertEquals(42, arrived.segment().get(JAVA_LONG, 0));
      assertTrue(serialize(block).length < 1_000, "it is the handle that travels");
      assertNotEquals(block, scope.allocate(TYPE, 8));
      arrived.scope().close();
    }
  }

  @Test
  void aHandleToAFreedObjectIsStaleAlsoWhenItsPlaceIsUsedAgain() throws Exception {
    try (var scope = SharedScope.anonymous(1)) {
      SharedBlock block = scope.allocate(TYPE, 8);
      byte[] handle = serialize(block);
      block.free();

      assertStale(handle);
      assertEquals(block.offset(), scope.allocate(TYPE, 8).offset());
      assertStale(handle);
      var e = assertThrows(MemoryException.Stale.class, block::free);
      assertEquals(
          "The object at offset %d of scope %s was freed. ".formatted(block.offset(), scope)
              + "The handle is older than that: get a new one from its owner.",
          e.getMessage());
    }
  }

  @Test
  void aHandleOfAScopeMadeAgainIsStale() throws Exception {
    byte[] handle;
    try (var scope = SharedScope.create("orders")) {
      handle = serialize(scope.allocate(TYPE, 8));
      scope.unlink();
    }
    assertThrows(MemoryException.Missing.class, () -> deserialize(handle));
    try (var next = SharedScope.create("orders")) {
      next.allocate(TYPE, 8);
      assertStale(handle);
      next.unlink();
    }
  }

  @Test
  void whoeverAsksForMemoryThatIsNotMappedAnyMoreIsToldWhatToDo() {
    SharedBlock block;
    try (var scope = SharedScope.create("closing")) {
      block = scope.createBlock("one", ObjectType.RAW, 8);
    }
    var told = assertThrows(IllegalStateException.class, block::segment);
    assertEquals(
        "The object at offset %d is closed here with its scope 'closing'. "
                .formatted(block.offset())
            + "Attach to both again.",
        told.getMessage());
    SharedScope.unlink("closing");

    var memory = SharedMemory.create("closing", 8);
    memory.unlink();
    memory.close();
    var toldToo = assertThrows(IllegalStateException.class, memory::segment);
    assertEquals(
        "Shared memory 'closing' is closed here. Attach to it again.", toldToo.getMessage());
  }

  @Test
  void onlyWhereABlockBeginsThereIsAnObject() {
    try (var scope = SharedScope.anonymous(1)) {
      SharedBlock block = scope.allocate(TYPE, 1000);
      for (long offset :
          new long[] {Long.MIN_VALUE, -64, 0, 64, 1, 8193, 8256, 12288, 1 << 30, Long.MAX_VALUE}) {
        assertThrows(
            MemoryException.Stale.class,
            () -> scope.block(offset, block.generation(), TYPE),
            () -> "offset " + offset);
      }
      assertThrows(
          MemoryException.Incompatible.class,
          () -> scope.block(block.offset(), block.generation(), ObjectType.RAW));
    }
  }

  @Test
  void aHandleThatRacesWithFreeAndReuseIsNeverAnotherObject() throws Exception {
    try (var scope = SharedScope.anonymous(1)) {
      var stop = new AtomicBoolean();
      SharedBlock first = scope.allocate(TYPE, 8);
      var churner =
          Thread.ofPlatform()
              .start(
                  () -> {
                    SharedBlock block = first;
                    for (int i = 0; i < 20_000; i++) {
                      block.free();
                      block = scope.createBlock("x", new ObjectType("t" + i % 5, 1), 1 + i % 60);
                    }
                    stop.set(true);
                  });
      int found = 0;
      while (!stop.get()) {
        try {
          SharedBlock block = scope.block(first.offset(), first.generation(), TYPE);
          assertEquals(first, block);
          assertEquals(8, block.byteSize());
          found++;
        } catch (MemoryException.Stale e) {
          // As it should be.
        }
      }
      churner.join();
      assertTrue(found >= 0);
    }
  }

  private static void assertStale(byte[] handle) {
    assertThrows(MemoryException.Stale.class, () -> deserialize(handle));
  }

  private static byte[] serialize(Object object) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object deserialize(byte[] bytes) throws IOException, ClassNotFoundException {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
