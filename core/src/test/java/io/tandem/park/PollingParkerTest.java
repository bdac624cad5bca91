package io.tandem.park;

import io.tandem.peer.Peers;

/// Where there are no futexes.
class PollingParkerTest extends ParkerContract {
  @Override
  Parker newParker(Peers peers) {
    return new PollingParker(peers);
  }
}
