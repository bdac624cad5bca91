package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;

/// Makes and finds the blocks of queues.
final class QueueBlock {
  private QueueBlock() {}

  static SharedBlock make(SharedScope scope, ObjectType type, QueueOptions options) {
    SharedBlock block = scope.allocate(type, QueueMemory.blockBytes(options));
    QueueMemory.initialize(new SegmentWords(block.segment()), options);
    return block;
  }

  static SharedBlock create(SharedScope scope, String name, ObjectType type, QueueOptions options) {
    return scope.createBlock(
        name,
        type,
        QueueMemory.blockBytes(options),
        memory -> QueueMemory.initialize(new SegmentWords(memory), options));
  }

  static SharedBlock open(SharedScope scope, String name, ObjectType type, QueueOptions options) {
    SharedBlock block;
    try {
      block =
          scope.openBlock(
              name,
              type,
              QueueMemory.blockBytes(options),
              memory -> QueueMemory.initialize(new SegmentWords(memory), options));
    } catch (MemoryException.Incompatible e) {
      block = scope.attachBlock(name, type); // or it is another thing: that is told
    }
    requireCodec(block, options.codec());
    QueueOptions found = optionsOf(block, options.codec());
    if (!found.equals(options)) {
      throw new MemoryException.Incompatible(
          "Cannot open queue '%s' of scope %s for %s: it was made for %s. "
                  .formatted(name, scope, options.sizes(), found.sizes())
              + "Use the same options everywhere, attach to it, or use another name.");
    }
    return block;
  }

  private static QueueOptions optionsOf(SharedBlock block, Codec codec) {
    var words = new SegmentWords(block.segment());
    int flags = words.getInt(QueueLayout.FLAGS_AT);
    return new QueueOptions(
        (int) words.getLong(QueueLayout.MESSAGES_AT),
        words.getLong(QueueLayout.BYTES_AT),
        words.getInt(QueueLayout.LEASES_AT),
        codec,
        (flags & QueueLayout.TELLS_ABANDONED) != 0);
  }

  static SharedBlock requireCodec(SharedBlock block, Codec codec) {
    CodecName.require(new SegmentWords(block.segment()), codec, block);
    return block;
  }

  static Codec codecOf(SharedBlock block) {
    return CodecName.find(new SegmentWords(block.segment()), block);
  }
}
