package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.memory.SharedBlock;

/// placeholder
public final class JoinableQueue<E> extends SharedQueue<E> {
  private static final long serialVersionUID = 1;

  JoinableQueue(SharedBlock block, Codec codec) {
    super(block, codec);
  }
}
