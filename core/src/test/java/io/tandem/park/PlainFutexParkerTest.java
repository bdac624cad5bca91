package io.tandem.park;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.linux.Platform;
import io.tandem.peer.Peers;

/// Where a thread can sleep on one word only.
class PlainFutexParkerTest extends FutexParkerContract {
  @Override
  Parker newParker(Peers peers) {
    assumeTrue(Platform.NATIVE_LINUX);
    return new FutexParker(peers, () -> false);
  }
}
