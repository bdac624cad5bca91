package io.tandem.pipe;

import io.tandem.memory.SharedScope;
import org.junit.jupiter.api.AfterEach;

/// Pipes in shared memory, of the usual capacity.
class PipeContractTest extends ConnectionContract {
  final SharedScope scope = SharedScope.anonymous(1 << 22);

  @Override
  Ends open() {
    Pipe.Duplex pipe = Pipe.duplex(scope, Pipe.CAPACITY);
    return new Ends(pipe.first(), pipe.second());
  }

  @Override
  @AfterEach
  void disconnect() {
    super.disconnect();
    scope.close();
  }
}
