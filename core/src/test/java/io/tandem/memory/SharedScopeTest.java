package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.linux.Platform;
import io.tandem.tests.PrivateRoot;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Scopes within one process: their names, objects, growth and end.
class SharedScopeTest {
  private static final ObjectType PRICES = new ObjectType("prices", 1);

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @Test
  void createFailsIfItExistsAndSaysWhatToDo() {
    try (var scope = SharedScope.create("orders")) {
      var e = assertThrows(MemoryException.Exists.class, () -> SharedScope.create("orders"));

      assertTrue(e.getMessage().startsWith("Cannot create shared memory 'orders': "));
      assertTrue(e.getMessage().endsWith("Attach to it, or unlink it first."));
      assertTrue(scope.unlink());
    }
  }

  @Test
  void attachFailsIfItIsMissingAndSaysWhatToDo() {
    var e = assertThrows(MemoryException.Missing.class, () -> SharedScope.attach("orders"));

    assertTrue(e.getMessage().startsWith("Cannot attach to shared memory 'orders': there is no "));
    assertTrue(e.getMessage().endsWith("Create it first, or check the name."));
    assertEquals(List.of(), root.list());
  }

  @Test
  void openMakesItOnceAndFindsItAfterThat() {
    try (var made = SharedScope.open("orders");
        var found = SharedScope.open("orders");
        var attached = SharedScope.attach("orders")) {
      assertEquals(made, found);
      assertEquals(made, attached);
      assertEquals(made.hashCode(), attached.hashCode());
      assertEquals("orders", found.name());
      assertEquals("'orders'", found.toString());
      assertTrue(made.unlink());
      assertFalse(found.unlink());
      assertFalse(SharedScope.unlink("orders"));
    }
  }

  @Test
  void aScopeMadeAgainIsAnotherOne() {
    try (var old = SharedScope.create("orders")) {
      SharedScope.unlink("orders");
      try (var next = SharedScope.create("orders")) {
        assertNotEquals(old, next);
        assertNotEquals(old.id(), next.id());
        assertFalse(old.unlink(), "the old one must not remove the new one");
        assertTrue(next.unlink());
      }
    }
  }

  @Test
  void anAnonymousScopeHasNoNameAndItsFileGoesWhenItIsClosed() {
    try (var scope = SharedScope.anonymous(1)) {
      assertNull(scope.name());
      assertEquals("anonymous " + scope.id(), scope.toString());
      assertEquals(2, root.list().size(), "the user's directory and the file");
    }
    assertEquals(List.of(), root.list());
  }

  @Test
  void aNamedObjectIsFoundByItsNameAndType() {
    try (var scope = SharedScope.create("orders")) {
      scope.unlink();
      SharedBlock made =
          scope.createBlock("today", PRICES, 80, memory -> memory.set(JAVA_LONG, 72, 7));

      assertEquals(made, scope.attachBlock("today", PRICES));
      assertEquals(7, scope.openBlock("today", PRICES, 80).segment().get(JAVA_LONG, 72));
      assertEquals(
          List.of(new SharedScope.Entry("today", "prices version 1", 80)), scope.directory());
      assertEquals(0, made.segment().address() % 64);

      made.free();
      assertEquals(List.of(), scope.directory());
      assertThrows(MemoryException.Missing.class, () -> scope.attachBlock("today", PRICES));
    }
  }

  @Test
  void anotherTypeOrSizeIsRefusedByMessagesThatNameBoth() {
    try (var scope = SharedScope.anonymous(1)) {
      scope.createBlock("today", PRICES, 80);

      var exists =
          assertThrows(MemoryException.Exists.class, () -> scope.createBlock("today", PRICES, 80));
      var missing =
          assertThrows(MemoryException.Missing.class, () -> scope.attachBlock("tomorrow", PRICES));
      var version =
          assertThrows(
              MemoryException.Incompatible.class,
              () -> scope.attachBlock("today", new ObjectType("prices", 2)));
      var size =
          assertThrows(
              MemoryException.Incompatible.class, () -> scope.openBlock("today", PRICES, 81));

      assertEquals(
          "Cannot create object 'today' in scope %s: it is already there. ".formatted(scope)
              + "Attach to it, or free it first.",
          exists.getMessage());
      assertEquals(
          "Cannot attach to object 'tomorrow': it is not in scope %s. ".formatted(scope)
              + "Create it first, or check the name.",
          missing.getMessage());
      assertEquals(
          "Cannot use the object 'today' of scope %s: it is of type prices version 1, "
                  .formatted(scope)
              + "expected prices version 2. Open it as what it is, or use another name.",
          version.getMessage());
      assertEquals(
          "Cannot open 'today' of scope %s with 81 bytes of memory: it is there with 80. "
                  .formatted(scope)
              + "Ask for the same length everywhere, or use another name.",
          size.getMessage());
    }
  }

  @Test
  void anObjectWhoseInitializerFailsNeverWas() {
    try (var scope = SharedScope.anonymous(1)) {
      var failure = new IllegalArgumentException("no");

      var thrown =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  scope.createBlock(
                      "today",
                      PRICES,
                      80,
                      memory -> {
                        memory.fill((byte) -1);
                        throw failure;
                      }));

      assertSame(failure, thrown);
      assertEquals(List.of(), scope.directory());
      assertEquals(0, scope.createBlock("today", PRICES, 80).segment().get(JAVA_LONG, 0));
    }
  }

  @Test
  void anInitializerCannotUseTheScopeItIsIn() {
    try (var scope = SharedScope.anonymous(1);
        var other = SharedScope.anonymous(1)) {
      assertThrows(
          IllegalStateException.class,
          () -> scope.createBlock("a", PRICES, 8, memory -> scope.allocate(PRICES, 8)));
      assertThrows(
          IllegalStateException.class,
          () -> scope.createBlock("a", PRICES, 8, memory -> close(scope)));
      scope.createBlock("a", PRICES, 8, memory -> other.allocate(PRICES, 8));
      assertEquals(1, scope.directory().size());
    }
  }

  @Test
  void freedMemoryIsUsedAgainAndIsZero() {
    try (var scope = SharedScope.anonymous(1)) {
      for (long bytes : new long[] {0, 1, 64, 65, 5_000, 700_000, 5_000_000}) {
        SharedBlock first = scope.allocate(PRICES, bytes);
        first.segment().fill((byte) -1);
        first.free();
        SharedBlock second = scope.allocate(PRICES, bytes);

        assertEquals(first.offset(), second.offset());
        assertEquals(first.generation() + 1, second.generation());
        assertEquals(bytes, second.byteSize());
        assertEquals(-1, second.segment().mismatch(MemorySegment.ofArray(new byte[(int) bytes])));
      }
    }
  }

  @Test
  void aHundredThousandSmallObjectsAreAllDifferent() {
    try (var scope = SharedScope.anonymous(1)) {
      var offsets =
          IntStream.range(0, 100_000)
              .mapToObj(
                  i -> {
                    SharedBlock block = scope.allocate(PRICES, Long.BYTES);
                    block.segment().set(JAVA_LONG, 0, i);
                    return block;
                  })
              .toList();

      for (int i = 0; i < offsets.size(); i++) {
        assertEquals(i, offsets.get(i).segment().get(JAVA_LONG, 0));
      }
      assertEquals(
          100_000, offsets.stream().map(SharedBlock::offset).collect(Collectors.toSet()).size());
    }
  }

  @Test
  void anObjectMayBeLargerThanTwoGibibytes() throws Exception {
    long bytes = (2L << 30) + 4096;
    assumeTrue(
        root.folder().toFile().getUsableSpace() > 2 * bytes && Platform.NATIVE_LINUX,
        "needs 4 GiB of shared memory that can be reserved without writing it");
    try (var scope = SharedScope.anonymous(1)) {
      SharedBlock block = scope.allocate(PRICES, bytes);
      block.segment().set(JAVA_BYTE, 0, (byte) 1);
      block.segment().set(JAVA_BYTE, bytes - 1, (byte) 2);

      assertEquals(bytes, block.byteSize());
      assertEquals(2, block.segment().get(JAVA_BYTE, bytes - 1));
    }
  }

  @Test
  void impossibleSizesAreRefusedBeforeAnythingIsMade() {
    assertThrows(IllegalArgumentException.class, () -> SharedScope.create("orders", 0));
    assertThrows(IllegalArgumentException.class, () -> SharedScope.anonymous(-1));
    for (long bytes : new long[] {1L << 45, 1L << 62, Long.MAX_VALUE - 100, Long.MAX_VALUE}) {
      assertThrows(MemoryException.NoSpace.class, () -> SharedScope.create("orders", bytes));
      assertThrows(MemoryException.NoSpace.class, () -> SharedScope.open("orders", bytes));
      assertThrows(MemoryException.NoSpace.class, () -> SharedScope.anonymous(bytes));
      assertThrows(MemoryException.NoSpace.class, () -> SharedMemory.create(bytes));
      assertEquals(List.of(), root.list());
    }
    try (var scope = SharedScope.anonymous(1)) {
      assertThrows(IllegalArgumentException.class, () -> scope.allocate(PRICES, -1));
      for (long bytes : new long[] {1L << 45, Long.MAX_VALUE - 64, Long.MAX_VALUE}) {
        assertThrows(MemoryException.NoSpace.class, () -> scope.allocate(PRICES, bytes));
        assertThrows(MemoryException.NoSpace.class, () -> scope.createBlock("big", PRICES, bytes));
      }
      assertEquals(1, scope.allocate(PRICES, 1).byteSize());
    }
  }

  @Test
  void afterCloseEverythingIsAnIllegalState() {
    var scope = SharedScope.create("orders");
    SharedBlock block = scope.createBlock("today", PRICES, 8);
    scope.unlink();
    scope.close();
    scope.close();

    for (Executable use :
        List.<Executable>of(
            () -> block.segment().get(JAVA_BYTE, 0),
            () -> block.segment().set(JAVA_LONG, 0, 1),
            block::free,
            () -> scope.allocate(PRICES, 8),
            () -> scope.createBlock("a", PRICES, 8),
            () -> scope.openBlock("a", PRICES, 8),
            () -> scope.attachBlock("a", PRICES),
            () -> scope.block(block.offset(), block.generation(), PRICES),
            scope::directory,
            scope::handle,
            scope::unlink)) {
      assertThrows(IllegalStateException.class, use);
    }
    assertEquals("'orders'", scope.toString());
  }

  @Test
  void theMemoryStaysUntilTheLastOfTwoViewsIsClosed() {
    var first = SharedScope.create("orders");
    var second = SharedScope.attach("orders");
    first.unlink();
    SharedBlock block = first.createBlock("today", PRICES, 8);
    SharedBlock same = second.attachBlock("today", PRICES);
    assertEquals(block.segment().address(), same.segment().address(), "mapped once");

    first.close();
    assertThrows(IllegalStateException.class, () -> first.attachBlock("today", PRICES));
    same.segment().set(JAVA_LONG, 0, 5);
    assertEquals(5, block.segment().get(JAVA_LONG, 0));

    second.close();
    assertThrows(IllegalStateException.class, () -> same.segment().get(JAVA_LONG, 0));
  }

  @Test
  void whatANativeCallUsesStaysMapped() throws Exception {
    var scope = SharedScope.anonymous(1 << 16);
    SharedBlock block = scope.allocate(ObjectType.RAW, 64);
    Pipe pipe = Pipe.open();
    var read = new FutureTask<>(() -> pipe.source().read(block.segment().asByteBuffer()));
    Thread reader = Thread.ofPlatform().start(read);
    Awaitility.await().until(() -> isReading(reader));

    scope.close();

    assertThrows(IllegalStateException.class, scope::directory);
    assertEquals(List.of(), root.list());
    pipe.sink().write(ByteBuffer.wrap(new byte[] {7}));
    assertEquals(1, read.get());
    assertEquals(7, block.segment().get(JAVA_BYTE, 0));
    pipe.sink().close();
    pipe.source().close();
  }

  private static boolean isReading(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.isNativeMethod() && frame.getMethodName().startsWith("read"));
  }

  @Test
  void anUnlinkedScopeGoesOnMakingObjects() throws Exception {
    try (var scope = SharedScope.create("orders")) {
      Files.delete(root.folder().resolve(Path.of(root.list().getLast())));
      SharedScope.create("orders").close();

      SharedBlock block = scope.createBlock("today", PRICES, 3_000_000);
      assertEquals(block, scope.attachBlock("today", PRICES));
      try (var other = SharedScope.attach("orders")) {
        assertEquals(List.of(), other.directory());
        assertTrue(other.unlink());
      }
    }
  }

  @Test
  void aScopeThatNobodyReachesIsUnmapped() {
    leakOne();
    for (int i = 0; i < 1000 && !root.list().isEmpty(); i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertEquals(List.of(), root.list());
  }

  private static void leakOne() {
    SharedScope.anonymous(1).allocate(PRICES, 8);
  }

  @Test
  void anInterruptDestroysNothing() {
    try (var scope = SharedScope.anonymous(1)) {
      Thread.currentThread().interrupt();
      scope.allocate(PRICES, 2_000_000);
      scope.allocate(PRICES, 5_000_000);
      try (var other = SharedScope.open("orders")) {
        other.allocate(PRICES, 2_000_000);
        other.unlink();
      }
      SharedMemory memory = SharedMemory.create(10);
      memory.unlink();
      memory.close();

      assertTrue(Thread.interrupted(), "the interrupt is kept");
      scope.allocate(PRICES, 9_000_000);
    }
  }

  @Test
  void closingWaitsForWhoeverIsMakingAnObject() throws Exception {
    var scope = SharedScope.anonymous(1);
    var inside = new CountDownLatch(1);
    var closing = new CountDownLatch(1);
    var results = new ArrayList<Object>();
    var maker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    results.add(
                        scope.createBlock(
                            "slow",
                            PRICES,
                            8,
                            memory -> {
                              inside.countDown();
                              await(closing);
                              memory.set(JAVA_LONG, 0, 1);
                            }));
                  } catch (RuntimeException e) {
                    results.add(e);
                  }
                });
    inside.await();
    var closer = Thread.ofPlatform().start(scope::close);
    while (closer.getState() == Thread.State.RUNNABLE || closer.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    closing.countDown();
    closer.join();
    maker.join();

    assertEquals(SharedBlock.class, results.getFirst().getClass(), results::toString);
  }

  private static void close(SharedScope scope) {
    scope.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
