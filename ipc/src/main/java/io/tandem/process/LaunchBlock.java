package io.tandem.process;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;

/// The shared block through which a parent hands a child its task and learns how far it came. The
/// parent makes it before the start and frees it after the child's end; the child has it as a
/// [LaunchFile].
final class LaunchBlock {
  private static final ObjectType TYPE = new ObjectType("launch", 1);

  private final SharedBlock block;
  private final Words words;

  private LaunchBlock(SharedBlock block) {
    this.block = block;
    this.words = new SegmentWords(block.segment());
  }

  /// A block with this payload, for a child that is not started yet.
  static LaunchBlock create(byte[] payload) {
    SharedScope scope = SharedScope.ofProcessTree();
    var launch =
        new LaunchBlock(scope.allocate(TYPE, LaunchLayout.PAYLOAD_OFFSET + payload.length));
    launch.words.setInt(LaunchLayout.PAYLOAD_BYTES_AT, payload.length);
    launch.words.copyIn(
        LaunchLayout.PAYLOAD_OFFSET, MemorySegment.ofArray(payload), 0, payload.length);
    return launch;
  }

  /// Where it begins in the scope's file, in bytes.
  long position() {
    return block.position();
  }

  boolean isRunning() {
    // acquire: pairs with LaunchFile.setRunning
    return words.getIntAcquire(LaunchLayout.STATE_AT) == LaunchLayout.RUNNING;
  }

  int exitCause() {
    // acquire: pairs with LaunchFile.setExitCause
    return words.getIntAcquire(LaunchLayout.EXIT_CAUSE_AT);
  }

  void free() {
    block.free();
  }
}
