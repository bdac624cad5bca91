package io.tandem.bench;

import io.tandem.bench.lock.Locks;
import java.util.Arrays;

/// All benchmarks: the first argument says which, the others are that one's.
final class Suite {
  private static final String USAGE = "rings [PAIRS], locks [PAIRS]";

  private Suite() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      Bench.main(arguments);
      Locks.run(30);
      return;
    }
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    int number = rest.length == 0 ? 0 : Integer.parseInt(rest[0]);
    switch (arguments[0]) {
      case "rings" -> Bench.main(rest);
      case "locks" -> Locks.run(number == 0 ? 30 : number);
      default -> throw new IllegalArgumentException("There is only: " + USAGE);
    }
  }
}
