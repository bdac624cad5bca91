package io.tandem.pipe;

/// Pipes of the least capacity: all but the shortest messages go in parts.
class SmallPipeContractTest extends PipeContractTest {
  @Override
  int most() {
    return 1 << 18;
  }

  @Override
  Ends open() {
    Pipe.Duplex pipe = Pipe.duplex(scope, 1024);
    return new Ends(pipe.second(), pipe.first());
  }
}
