package io.tandem.tests.sync;

import java.io.IOException;
import org.junit.jupiter.api.Nested;

/// The same promises in one process and in several, for each kind of thread, and in each way that a
/// machine may offer to sleep.
class LockContractTest {
  @Nested
  class InOneProcess extends LockContract {
    @Override
    Cast start() throws IOException {
      return new Cast(1);
    }
  }

  @Nested
  class InThreeProcesses extends LockContract {
    @Override
    Cast start() throws IOException {
      return new Cast(3);
    }
  }

  @Nested
  class InTwoProcessesByVirtualThreads extends LockContract {
    @Override
    Cast start() throws IOException {
      return new Cast(
          2, "-Djdk.virtualThreadScheduler.parallelism=1", "-D" + Actors.VIRTUAL + "=true");
    }
  }

  @Nested
  class InTwoProcessesByPlainFutexes extends LockContract {
    @Override
    Cast start() throws IOException {
      return new Cast(2, "-Dtandem.waitv=false", "-Dtandem.robust=false");
    }
  }

  @Nested
  class InTwoProcessesThatPoll extends LockContract {
    @Override
    Cast start() throws IOException {
      return new Cast(2, "-Dtandem.parker=polling");
    }
  }

  @Nested
  class InTwoProcessesWithoutNativeCalls extends LockContract {
    @Override
    Cast start() throws IOException {
      return new Cast(2, "-Dtandem.portable=true");
    }
  }
}
