package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Accounts for every byte of a scope that nobody changes: each block is in one hand, or free and
/// on one list.
///
/// @param owned unnamed objects that somebody has: their offsets and generations
/// @param freed what handles to freed objects say of them
/// @param dead how many processes died: each may have been given one object that nobody knows of
record AllocatorAudit(
    ScopeSegments segments, Map<Long, Integer> owned, Map<Long, Integer> freed, int dead) {

  void require() {
    assertEquals(0, segments.control().getLong(ScopeLayout.PENDING_AT), "work in progress");
    assertEquals(0, segments.control().getInt(ScopeLayout.GUARD_AT), "the guard's word");
    Set<Long> free = freeBlocks();
    Set<Long> named = namedBlocks();
    int unknown = 0;
    for (int k = 0; k < segments.count(); k++) {
      long top = segments.control().getLong(ScopeLayout.segmentTopAt(k));
      long at = Math.max(segments.start(k), ScopeLayout.BYTES);
      while (at < top) {
        Block block = Block.at(segments, at);
        boolean isKnown = requireAccountedFor(block, free, named);
        unknown += isKnown ? 0 : 1;
        at += block.bytes();
      }
      assertEquals(top, at, "blocks end at the top of segment " + k);
    }
    assertTrue(unknown <= dead, "%d blocks are lost".formatted(unknown));
    assertTrue(free.isEmpty() && named.isEmpty(), "a list leads to what is no block");
    owned.forEach(this::requireOwned);
    freed.forEach(this::requireStale);
  }

  /// @return whether somebody knows it
  private boolean requireAccountedFor(Block block, Set<Long> free, Set<Long> named) {
    boolean isFree = free.remove(block.offset());
    boolean isNamed = named.remove(block.offset());
    assertEquals(!isFree, block.isUsed(), "the block at %d is lost".formatted(block.offset()));
    assertFalse(isFree && isNamed, "in two hands");
    boolean hasName = !isFree && !block.name().isEmpty();
    assertEquals(hasName, isNamed, "the object at %d is lost".formatted(block.offset()));
    return isFree || isNamed || owned.containsKey(block.offset());
  }

  private Set<Long> freeBlocks() {
    var found = new HashSet<Long>();
    for (int list = 0; list < ScopeLayout.SIZE_CLASSES; list++) {
      long head = segments.control().getLong(ScopeLayout.freeHeadAt(list));
      var blocks = new BlockList(segments, head, Block::nextFree);
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        assertEquals(list, SizeClass.of(block.bytes()), "on the list of another size");
        assertTrue(found.add(block.offset()), "on two free lists");
      }
    }
    return found;
  }

  private Set<Long> namedBlocks() {
    var found = new HashSet<Long>();
    var names = new HashSet<String>();
    for (Block block : new Directory(segments).all()) {
      assertTrue(found.add(block.offset()), "in the directory twice");
      assertTrue(names.add(block.name()), "two objects have one name");
      AllocatorWorld.requireContent(block.payload(), block.name());
    }
    assertTrue(names.contains("other"), "'other' is lost");
    return found;
  }

  private void requireOwned(long offset, int generation) {
    Block block = Block.at(segments, offset);
    assertEquals(generation, block.generation(), "freed by another");
    for (long at = 0; at < block.payloadBytes(); at++) {
      assertEquals(77, block.payload().get(ValueLayout.JAVA_BYTE, at), "in two hands");
    }
  }

  private void requireStale(long offset, int generation) {
    int now = Block.at(segments, offset).generation();
    assertTrue(now > generation, "a handle to what was freed is good again");
  }
}
