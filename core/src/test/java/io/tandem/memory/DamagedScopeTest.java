package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.PrivateRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A file that is not a whole scope of this version is an exception: never a crash, a hang, or
/// somebody else's memory.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedScopeTest {
  private static final ObjectType TYPE = new ObjectType("test", 1);
  private static final int HEADER_BYTES = 128;
  private static final int FIRST_PART = 65_536;
  private static final byte[] ZEROS = new byte[4096];

  private final PrivateRoot root = PrivateRoot.open();
  private Path file;
  private byte[] whole;

  @BeforeEach
  void makeAScope() throws IOException {
    try (var scope = SharedScope.create("orders", 1)) {
      for (int i = 0; i < 50; i++) {
        scope.createBlock("object" + i, TYPE, 10L * i);
        SharedBlock freed = scope.allocate(TYPE, 30L * i);
        if (i % 2 == 0) {
          freed.free();
        }
      }
      file = root.folder().resolve(root.list().getLast());
      whole = Files.readAllBytes(file);
    }
  }

  @AfterEach
  void nothingIsLeft() {
    SharedScope.unlink("orders");
    root.close();
  }

  @Test
  void everyFlippedBitOfTheHeaderIsSeen() throws IOException {
    for (int bit = 0; bit < HEADER_BYTES * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      write(damaged);
      int flipped = bit;
      var e =
          assertThrows(
              MemoryException.Incompatible.class,
              () -> SharedScope.attach("orders"),
              () -> "bit " + flipped);
      assertTrue(e.getMessage().startsWith("Cannot attach to " + file + ": "), e::getMessage);
    }
    write(whole);
    SharedScope.attach("orders").close();
  }

  @Test
  void everyTruncatedFileIsSeen() throws IOException {
    try (var scope = SharedScope.attach("orders")) {
      scope.allocate(TYPE, 200_000).free();
      whole = Files.readAllBytes(file);
    }
    for (int bytes = 0; bytes < whole.length; bytes += bytes < 256 ? 1 : 197) {
      write(Arrays.copyOf(whole, bytes));
      int left = bytes;
      var e =
          assertThrows(
              MemoryException.Incompatible.class,
              () -> SharedScope.attach("orders"),
              () -> left + " bytes");
      String found =
          bytes < FIRST_PART ? "it has " + left + " bytes" : "its segment 1 goes from 65536 to ";
      assertTrue(e.getMessage().contains(found), e::getMessage);
    }
  }

  @Test
  void anotherLayoutVersionIsRefusedByAMessageThatNamesBoth() throws IOException {
    ByteBuffer other = ByteBuffer.wrap(whole.clone()).order(ByteOrder.nativeOrder());
    other.putInt(12, 7).putInt(24, Version.pack("3.1.4"));
    var header = MemorySegment.ofArray(Arrays.copyOf(other.array(), 112));
    other.putLong(112, Checksum.of(header));
    write(other.array());

    var e = assertThrows(MemoryException.Incompatible.class, () -> SharedScope.open("orders"));

    assertEquals(
        "Cannot attach to %s: it has layout version 7, of library 3.1.4, ".formatted(file)
            + "expected layout version %d, of library %s. "
                .formatted(ScopeLayout.VERSION, Version.LIBRARY)
            + "It was made by another version or program, or it is damaged: "
            + "use the same version everywhere, or remove it and create it again.",
        e.getMessage());
  }

  @Test
  void otherFormatsAndGarbageAreRefused() throws IOException {
    var random = new Random(1);
    for (byte[] start :
        List.of(
            new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1},
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
            new byte[] {5, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0}, // a ShareableList
            new byte[] {},
            "LTANDESC".getBytes(StandardCharsets.US_ASCII))) {
      for (int bytes : new int[] {16, 8191, 8192, 70_000}) {
        byte[] content = new byte[bytes];
        System.arraycopy(start, 0, content, 0, start.length);
        write(content);
        assertThrows(MemoryException.Incompatible.class, () -> SharedScope.attach("orders"));
        random.nextBytes(content);
        write(content);
        assertThrows(MemoryException.Incompatible.class, () -> SharedScope.attach("orders"));
      }
    }
  }

  @Test
  void damagedControlWordsAreExceptionsAtWorst() throws IOException {
    var random = new Random(2);
    for (int trial = 0; trial < 1000; trial++) {
      ByteBuffer damaged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.nativeOrder());
      for (int i = random.nextInt(3); i >= 0; i--) {
        int word = HEADER_BYTES + 8 * random.nextInt((8192 - HEADER_BYTES) / 8);
        damaged.putLong(word, interesting(random, damaged.getLong(word)));
      }
      useAll(damaged.array(), trial);
    }
  }

  @Test
  void damagedBlockHeadersAreExceptionsAtWorst() throws IOException {
    var random = new Random(3);
    for (int trial = 0; trial < 1000; trial++) {
      ByteBuffer damaged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.nativeOrder());
      for (int i = random.nextInt(5); i >= 0; i--) {
        int word = 8192 + 8 * random.nextInt(3000);
        damaged.putLong(word, interesting(random, damaged.getLong(word)));
      }
      useAll(damaged.array(), trial);
    }
  }

  @Test
  void listsClosedToCirclesAreSeen() throws IOException {
    for (int trial = 0; trial < 300; trial++) {
      var random = new Random(trial);
      ByteBuffer damaged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.nativeOrder());
      for (int word = 8192; word < 30_000; word += 64) {
        if (random.nextInt(4) == 0 && damaged.getLong(word + 24) != 0) {
          damaged.putLong(word, blockOffset(random, damaged));
          damaged.putLong(word + 8, blockOffset(random, damaged));
        }
      }
      useAll(damaged.array(), trial);
    }
  }

  private static long blockOffset(Random random, ByteBuffer scope) {
    while (true) {
      int offset = 8192 + 64 * random.nextInt(400);
      int state = scope.getInt(offset + 60);
      if (state == BlockLayout.FREE || state == BlockLayout.USED) {
        return offset;
      }
    }
  }

  private static long interesting(Random random, long present) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> 0;
      case 2 -> -1;
      case 3 -> Long.MAX_VALUE - random.nextInt(256);
      case 4 -> 8192 + 64L * random.nextInt(1000);
      case 5 -> random.nextInt(1 << 20);
      case 6 -> present + 64L * (random.nextInt(5) - 2);
      default -> present ^ 1L << random.nextInt(64);
    };
  }

  /// Everything that a scope offers, on a damaged one: it works or says why not.
  private void useAll(byte[] damaged, int trial) throws IOException {
    write(damaged);
    try (var scope = SharedScope.attach("orders")) {
      tolerate(scope::directory);
      for (int i = 0; i < 5; i++) {
        String name = "object" + (trial + i * 7) % 55;
        tolerate(() -> touch(scope.attachBlock(name, TYPE)));
        tolerate(() -> touch(scope.openBlock(name, TYPE, 100)));
        tolerate(() -> scope.attachBlock(name, TYPE).free());
        long bytes = 64L << i;
        tolerate(() -> touch(scope.allocate(TYPE, bytes)));
        tolerate(() -> touch(scope.createBlock("new" + name, TYPE, 10)));
      }
      tolerate(() -> touch(scope.allocate(TYPE, 200_000)));
      for (long offset = 8192; offset < 30_000; offset += 64) {
        long at = offset;
        tolerate(() -> touch(scope.block(at, 1, TYPE)));
      }
    } catch (MemoryException.Incompatible e) {
      assertTrue(e.getMessage().startsWith("Cannot attach to " + file + ": "), e::getMessage);
    }
  }

  private static void tolerate(Runnable use) {
    try {
      use.run();
    } catch (MemoryException e) {
      assertTrue(e.getMessage().length() > 20);
    }
  }

  private static void touch(SharedBlock block) {
    if (block.byteSize() > 0) {
      block.segment().set(JAVA_BYTE, 0, (byte) 1);
      block.segment().set(JAVA_BYTE, block.byteSize() - 1, (byte) 1);
    }
  }

  /// Another file each time, as this process maps a file once. It has holes for zeros, as a scope
  /// has: thousands of whole ones take their time.
  private void write(byte[] content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var output = new RandomAccessFile(file.toFile(), "rw")) {
      output.setLength(content.length);
      for (int at = 0; at < content.length; at += ZEROS.length) {
        int bytes = Math.min(ZEROS.length, content.length - at);
        if (!Arrays.equals(content, at, at + bytes, ZEROS, 0, bytes)) {
          output.seek(at);
          output.write(content, at, bytes);
        }
      }
    }
  }
}
