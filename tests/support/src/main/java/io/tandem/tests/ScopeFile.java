package io.tandem.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A scope as its file has it: read with nothing but the tables of its layout in hand, and checked
/// to be whole.
///
/// Nobody may make or free objects meanwhile.
///
/// @param used the blocks that hold an object, by offset
/// @param free the blocks on free lists, by offset
/// @param pending the block that somebody was making or freeing, or 0
/// @param names the named objects' offsets
public record ScopeFile(
    Map<Long, Block> used, Map<Long, Block> free, long pending, Map<String, Long> names) {
  private static final int FREE = 0x45455246;
  private static final int USED = 0x44455355;
  private static final int LISTS = 64;
  private static final int BUCKETS = 256;
  private static final int FIRST_BLOCK = 8192;

  /// One block's header.
  public record Block(
      long offset, long bytes, int state, long nextFree, long nextNamed, String name) {}

  /// Reads a file and fails on the first thing that is not as it should be.
  public static ScopeFile check(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new Reader(channel).read();
    }
  }

  private static final class Reader {
    private final FileChannel channel;
    private final Map<Long, Block> blocks = new TreeMap<>();
    private final Map<Long, Block> free = new TreeMap<>();
    private final Map<String, Long> names = new TreeMap<>();
    private long pending;

    Reader(FileChannel channel) {
      this.channel = channel;
    }

    ScopeFile read() throws IOException {
      ByteBuffer control = bytes(0, FIRST_BLOCK);
      pending = control.getLong(128);
      readBlocks(control);
      for (int list = 0; list < LISTS; list++) {
        readFreeList(list, control.getLong(1216 + 8 * list));
      }
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        readChain(bucket, control.getLong(1728 + 8 * bucket));
      }
      var used = new TreeMap<Long, Block>();
      for (Block block : blocks.values()) {
        checkListed(block);
        if (!free.containsKey(block.offset())) {
          used.put(block.offset(), block);
        }
      }
      return new ScopeFile(used, free, pending, names);
    }

    private void readBlocks(ByteBuffer control) throws IOException {
      int segments = control.getInt(136);
      assertTrue(segments >= 1 && segments <= 64, () -> segments + " segments");
      long start = FIRST_BLOCK;
      for (int k = 0; k < segments; k++) {
        long end = control.getLong(192 + 8 * k);
        long top = control.getLong(704 + 8 * k);
        assertTrue(start <= top && top <= end && end <= channel.size(), "segment " + k);
        while (start < top) {
          Block block = readBlock(start);
          blocks.put(start, block);
          start += block.bytes();
        }
        assertEquals(top, start, "the blocks of segment " + k + " fill it");
        start = end;
      }
    }

    private Block readBlock(long offset) throws IOException {
      ByteBuffer header = bytes(offset, 64);
      long bytes = header.getLong(16);
      assertTrue(bytes >= 128 && bytes % 64 == 0, () -> "block of " + bytes + " at " + offset);
      assertEquals(checkWord(offset, bytes), header.getLong(24), "check of block " + offset);
      int state = header.getInt(60);
      int nameBytes = header.getInt(52);
      byte[] name = new byte[nameBytes];
      bytes(offset + 64, nameBytes).get(name);
      return new Block(
          offset,
          bytes,
          state,
          header.getLong(0),
          header.getLong(8),
          new String(name, StandardCharsets.US_ASCII));
    }

    private void readFreeList(int list, long head) {
      for (long at = head; at != 0; at = block(at).nextFree()) {
        Block block = block(at);
        assertNull(free.put(at, block), () -> "twice on a free list: " + block);
        assertEquals(list, listOf(block.bytes()), () -> "on the wrong free list: " + block);
      }
    }

    private void readChain(int bucket, long head) {
      Set<Long> chain = new HashSet<>();
      for (long at = head; at != 0; at = block(at).nextNamed()) {
        Block block = block(at);
        assertTrue(chain.add(at), () -> "twice in a chain: " + block);
        assertEquals(bucket, Math.floorMod(block.name().hashCode(), BUCKETS), block::toString);
        assertNull(names.put(block.name(), at), () -> "a name twice: " + block);
      }
    }

    /// Free, used, or pending: nothing is lost and nothing is two of them.
    private void checkListed(Block block) {
      if (block.offset() != pending) {
        boolean listedFree = free.containsKey(block.offset());
        assertEquals(listedFree ? FREE : USED, block.state(), () -> "lost: " + block);
        boolean listedUsed = Long.valueOf(block.offset()).equals(names.get(block.name()));
        assertEquals(!listedFree && !block.name().isEmpty(), listedUsed, block::toString);
      }
    }

    private Block block(long offset) {
      Block block = blocks.get(offset);
      assertTrue(block != null, () -> "no block at " + offset);
      return block;
    }

    private ByteBuffer bytes(long offset, int count) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {}
      return bytes.flip();
    }
  }

  private static long checkWord(long offset, long bytes) {
    long mixed = (offset * 0x9e3779b97f4a7c15L) ^ (bytes * 0xc2b2ae3d27d4eb4fL);
    return mixed ^ mixed >>> 29 ^ 0x54414e44454dL;
  }

  private static int listOf(long bytes) {
    List<Long> sizes = new ArrayList<>(List.of(128L, 192L, 256L));
    for (long doubling = 256; doubling < 4 << 20; doubling *= 2) {
      for (int quarter = 5; quarter <= 8; quarter++) {
        sizes.add(doubling / 4 * quarter);
      }
    }
    return bytes > 4 << 20 ? LISTS - 1 : sizes.indexOf(bytes);
  }
}
