package io.tandem.queue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Something that one process does with a queue.
///
/// @param after what is in the queue then
/// @param steps it is so many of them, of which some may have been done
record QueueDeed(
    String name,
    Act act,
    Function<List<String>, List<String>> after,
    boolean losesNothing,
    int steps) {
  interface Act {
    void run(QueueWorld.Member me) throws Exception;
  }

  static final String LONG = "a message that is too long for the ring".repeat(4);

  static final List<QueueDeed> ALL =
      List.of(
          put("short", "short"),
          put("long", LONG),
          new QueueDeed(
              "put two at once",
              me -> me.offerAll(List.of("one", "other")),
              queue -> plus(plus(queue, "one"), "other"),
              true),
          new QueueDeed("take", QueueWorld.Member::poll, queue -> without(queue, 1), false),
          new QueueDeed(
              "take into", QueueWorld.Member::pollInto, queue -> without(queue, 1), false),
          new QueueDeed("drain two", me -> drain(me, 2), queue -> without(queue, 1), false, 2),
          new QueueDeed("lease", QueueWorld.Member::lease, queue -> queue, true),
          new QueueDeed(
              "lease and acknowledge",
              me -> {
                int holding = me.lease();
                if (holding != Holdings.NONE) {
                  me.ack(holding);
                }
              },
              queue -> without(queue, 1),
              false),
          new QueueDeed(
              "lease and give back",
              me -> {
                int holding = me.lease();
                if (holding != Holdings.NONE) {
                  me.nack(holding);
                }
              },
              queue -> queue,
              true),
          new QueueDeed("look", QueueWorld.Member::look, queue -> queue, true),
          new QueueDeed("close", me -> me.inlet.close(me.blocks), queue -> queue, true));

  private static void drain(QueueWorld.Member me, int most) {
    for (int left = most; left > 0; ) {
      int some = me.drain(left).size();
      if (some == 0 && me.poll() == null) {
        return;
      }
      left -= Math.max(some, 1);
    }
  }

  private static QueueDeed put(String name, String text) {
    return new QueueDeed("put " + name, me -> me.offer(text), queue -> plus(queue, text), true);
  }

  private static List<String> plus(List<String> queue, String text) {
    List<String> longer = new ArrayList<>(queue);
    if (queue.size() < QueueWorld.CAPACITY) {
      longer.add(text);
    }
    return longer;
  }

  private static List<String> without(List<String> queue, int count) {
    return queue.subList(Math.min(count, queue.size()), queue.size());
  }

  QueueDeed(
      String name, Act act, Function<List<String>, List<String>> after, boolean losesNothing) {
    this(name, act, after, losesNothing, 1);
  }

  /// What may be in the queue when it was done, or begun by one who died.
  Set<List<String>> outcomes(Set<List<String>> before, boolean done) {
    Set<List<String>> outcomes = new LinkedHashSet<>(done ? Set.of() : before);
    Set<List<String>> now = before;
    for (int step = 1; step <= steps; step++) {
      now = now.stream().map(after).collect(Collectors.toSet());
      outcomes.addAll(done && step < steps ? Set.of() : now);
    }
    return outcomes;
  }

  /// The one of that name.
  static QueueDeed of(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }
}
