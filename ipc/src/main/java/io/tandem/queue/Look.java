package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Copies the messages that are next, and takes none.
final class Look extends Removal {
  private final Outlet outlet;
  private final Blocks blocks;
  private final long most;
  private final List<byte[]> found = new ArrayList<>();

  /// @param most messages to copy
  Look(Outlet outlet, Blocks blocks, long most) {
    this.outlet = outlet;
    this.blocks = blocks;
    this.most = most;
  }

  /// In the order in which they would be taken, but for those that came back.
  List<byte[]> found() {
    return found;
  }

  @Override
  Outcome takeReturned(int holding) {
    for (int i = holding; i != Holdings.NONE && found.size() < most; ) {
      found.add(outlet.holdings.bytes(i, blocks));
      i = outlet.holdings.findReturned(i + 1);
    }
    return takeHead(outlet.memory.head());
  }

  @Override
  Outcome takeHead(long head) {
    for (long number = head; found.size() < most && outlet.isThere(number); number++) {
      found.add(copy(number));
    }
    return Outcome.DONE;
  }

  private byte[] copy(long number) {
    QueueMemory memory = outlet.memory;
    var bytes = new byte[memory.length(number)];
    MemorySegment target = MemorySegment.ofArray(bytes);
    if (memory.isLinked(number)) {
      Words block = blocks.find(memory.block(number), memory.generation(number));
      block.copyOut(0, target, 0, bytes.length);
    } else {
      outlet.words.copyOut(memory.place(memory.start(number)), target, 0, bytes.length);
    }
    return bytes;
  }
}
