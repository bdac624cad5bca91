package io.tandem.demos.programs;

import io.tandem.process.Action;
import io.tandem.sync.SharedEvent;
import io.tandem.value.IntArray;
import io.tandem.value.IntValue;
import io.tandem.value.LongValue;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The ABA problem: what is found to be as it was may have been something else meanwhile.
///
/// A stack of numbered nodes, linked by their numbers, from which processes take by
/// compare-and-set. The first one pauses where the kernel could stop it at any time. Python has no
/// compare-and-set, and so neither the problem nor such a stack.
@Command(
    name = "aba",
    description =
        "A compare-and-set that finds what it expects, and still breaks a stack.%n"
            + "prints: Ann has nodes [1, 2], Bob has node 2")
public final class AbaStack implements Callable<Integer> {
  private static final int EMPTY = 0;
  private static final Duration LONG = Duration.ofSeconds(10); // should the other have died
  private static final String WHY =
      """
      Ann sees node 1 on top and node 2 under it, and is stopped before she takes node 1.
      Bob takes 1 and 2, and puts 1 back: on top is 1 again, as Ann remembers it.
      Her compare-and-set finds 1 and makes 2 the top, which is Bob's: both have node 2.
      With a count beside the top that each change raises, hers fails, and she looks again.
      """;

  @Override
  public Integer call() throws InterruptedException {
    boolean plain = isTakenTwice(false);
    boolean counted = isTakenTwice(true);
    System.out.print(WHY);
    return plain && !counted ? 0 : 1;
  }

  private static boolean isTakenTwice(boolean counted) throws InterruptedException {
    var under = IntArray.of(EMPTY, 2, 3, EMPTY); // 1 on 2 on 3
    var top = LongValue.create(1); // the node, and above its 32 bits the count
    var paused = SharedEvent.create();
    var resumed = SharedEvent.create();
    var ann = IntArray.create(2);
    var bob = IntValue.create(0);
    Race.run(
        () -> {
          Action stop =
              () -> {
                paused.set();
                resumed.await(LONG);
              };
          ann.set(0, take(top, under, counted, stop));
          ann.set(1, take(top, under, counted, () -> {}));
        },
        () -> {
          paused.await(LONG);
          int first = take(top, under, counted, () -> {});
          bob.set(take(top, under, counted, () -> {}));
          put(first, top, under, counted);
          resumed.set();
        });
    String how = counted ? "With a count" : "Without a count";
    System.out.println(how + ": Ann has nodes " + ann + ", Bob has node " + bob);
    return ann.stream().anyMatch(node -> node == bob.get());
  }

  private static int take(LongValue top, IntArray under, boolean counted, Action beforeItChanges)
      throws Exception {
    while (true) {
      long seen = top.get();
      int node = (int) seen;
      int next = under.get(node);
      beforeItChanges.run();
      if (top.compareAndSet(seen, following(seen, next, counted))) {
        return node;
      }
    }
  }

  private static void put(int node, LongValue top, IntArray under, boolean counted) {
    long seen;
    do {
      seen = top.get();
      under.set(node, (int) seen);
    } while (!top.compareAndSet(seen, following(seen, node, counted)));
  }

  /// What is on top after a change.
  private static long following(long seen, int node, boolean counted) {
    long count = counted ? (seen >>> 32) + 1 : 0;
    return count << 32 | node;
  }
}
