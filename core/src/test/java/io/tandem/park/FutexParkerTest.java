package io.tandem.park;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.linux.Futex;
import io.tandem.linux.Platform;
import io.tandem.peer.Peers;

/// With `futex_waitv`.
class FutexParkerTest extends FutexParkerContract {
  @Override
  Parker newParker(Peers peers) {
    assumeTrue(Platform.NATIVE_LINUX && Futex.hasWaitv());
    return new FutexParker(peers, () -> true);
  }
}
