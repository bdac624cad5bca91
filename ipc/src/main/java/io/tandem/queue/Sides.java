package io.tandem.queue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// The two sides of a queue in one process: one object for all handles to it.
record Sides(QueueMemory memory, Inlet inlet, Outlet outlet) {
  static Sides of(Words words, Peers peers) {
    return of(words, peers, Parker.of(peers));
  }

  static Sides of(Words words, Peers peers, Parker parker) {
    var memory = new QueueMemory(words, peers, parker);
    return new Sides(memory, new Inlet(memory), new Outlet(memory));
  }
}
