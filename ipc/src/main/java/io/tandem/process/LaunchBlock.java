package io.tandem.process;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;

/// The shared block through which a parent hands a child its task and learns how far it came. The
/// parent makes it before the start and frees it after the child's end.
final class LaunchBlock {
  private static final ObjectType TYPE = new ObjectType("launch", 1);

  private final SharedBlock block;
  private final Words words;

  private LaunchBlock(SharedBlock block) {
    this.block = block;
    this.words = new SegmentWords(block.segment());
  }

  /// Parent: a block with this payload, for a child that is not started yet.
  static LaunchBlock create(byte[] payload) {
    SharedScope scope = SharedScope.ofProcessTree();
    var launch =
        new LaunchBlock(scope.allocate(TYPE, LaunchLayout.PAYLOAD_OFFSET + payload.length));
    launch.words.setInt(LaunchLayout.PAYLOAD_BYTES_AT, payload.length);
    launch.payloadSegment().copyFrom(MemorySegment.ofArray(payload));
    return launch;
  }

  /// Child: the block whose [#arguments()] it was started with.
  static LaunchBlock attach(String offset, String generation) {
    SharedScope scope = SharedScope.ofProcessTree();
    return new LaunchBlock(scope.block(Long.parseLong(offset), Integer.parseInt(generation), TYPE));
  }

  /// What the child's command line says of this block.
  String[] arguments() {
    return new String[] {Long.toString(block.offset()), Integer.toString(block.generation())};
  }

  byte[] payload() {
    byte[] payload = new byte[words.getInt(LaunchLayout.PAYLOAD_BYTES_AT)];
    payloadSegment().asByteBuffer().get(payload);
    return payload;
  }

  private MemorySegment payloadSegment() {
    long bytes = words.getInt(LaunchLayout.PAYLOAD_BYTES_AT);
    return block.segment().asSlice(LaunchLayout.PAYLOAD_OFFSET, bytes);
  }

  void setRunning() {
    words.setIntRelease( // release: pairs with isRunning
        LaunchLayout.STATE_AT, LaunchLayout.RUNNING);
  }

  boolean isRunning() {
    int state = words.getIntAcquire(LaunchLayout.STATE_AT); // acquire: pairs with setRunning
    return state == LaunchLayout.RUNNING;
  }

  void setExitCause(int cause) {
    words.setIntRelease(LaunchLayout.EXIT_CAUSE_AT, cause); // release: pairs with exitCause
  }

  int exitCause() {
    return words.getIntAcquire(LaunchLayout.EXIT_CAUSE_AT); // acquire: pairs with setExitCause
  }

  void free() {
    block.free();
  }
}
