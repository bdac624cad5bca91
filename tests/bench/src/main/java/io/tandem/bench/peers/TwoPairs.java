package io.tandem.bench.peers;

import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Two processes that send and two that receive by the same stream. Each that receives has enough
/// when it sees the end that one of the others sent.
record TwoPairs(Pair one, Pair other) implements Flow {
  static TwoPairs start(TransportKind kind, Path folder) throws IOException {
    return new TwoPairs(Pair.start(kind, folder), Pair.start(kind, folder));
  }

  @Override
  public double throughput(int bytes) {
    List<Side> left = Stream.of(one, other).map(Pair::left).toList();
    List<Side> right = Stream.of(one, other).map(Pair::right).toList();
    right.forEach(side -> side.say("share"));
    left.forEach(side -> side.say("send %d %d 1".formatted(bytes, WINDOW_NANOS)));
    long sent = left.stream().map(Side::answer).mapToLong(Long::parseLong).sum();
    long received = 0;
    long nanos = 0;
    for (Side side : right) {
      long[] told = Arrays.stream(side.answer().split(" ")).mapToLong(Long::parseLong).toArray();
      received += told[0];
      nanos = Math.max(nanos, told[1]);
    }
    return Flow.rate("Two pairs", sent, received, nanos);
  }

  @Override
  public void close() {
    one.close();
    other.close();
  }
}
