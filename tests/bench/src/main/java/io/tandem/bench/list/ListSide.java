package io.tandem.bench.list;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedScope;
import io.tandem.value.ShareableList;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// What `shareable_list.py` does, with the list of this library that it is told to take.
final class ListSide {
  private static final int BATCH = 1000;
  private static final int NUMBERS = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static long kept;

  private ListSide() {}

  /// @param arguments `shareable`, `shared` or `array`
  public static void main(String... arguments) {
    List<Integer> numbers = IntStream.range(0, NUMBERS).boxed().toList();
    switch (arguments[0]) {
      case "shareable" -> {
        try (var list = ShareableList.of(numbers.toArray())) {
          list.shm().unlink();
          answer(list, i -> (long) i, number -> (Long) number);
        }
      }
      case "shared" -> {
        try (var scope = SharedScope.anonymous(1 << 20)) {
          SharedList<Integer> list = SharedList.create(scope, Integer.class);
          list.addAll(numbers);
          answer(list, i -> i, Integer::longValue);
        }
      }
      default -> answer(new ArrayList<>(numbers), i -> i, Integer::longValue);
    }
  }

  private static <E> void answer(List<E> list, IntFunction<E> box, ToLongFunction<E> unbox) {
    System.out.println("ready");
    try (var lines = new Scanner(System.in)) {
      while (lines.hasNext()) {
        boolean gets = lines.next().equals("get");
        Runnable batch = gets ? () -> get(list, unbox) : () -> set(list, box);
        System.out.println(measure(batch, lines.nextLong()));
      }
    }
  }

  private static double measure(Runnable batch, long nanos) {
    long start = THREADS.getCurrentThreadCpuTime();
    long spent;
    long count = 0;
    do {
      batch.run();
      count += BATCH;
      spent = THREADS.getCurrentThreadCpuTime() - start;
    } while (spent < nanos);
    return (double) spent / count;
  }

  private static <E> void get(List<E> list, ToLongFunction<E> unbox) {
    long sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += unbox.applyAsLong(list.get(i % NUMBERS));
    }
    kept += sum;
  }

  private static <E> void set(List<E> list, IntFunction<E> box) {
    for (int i = 0; i < BATCH; i++) {
      list.set(i % NUMBERS, box.apply(i + (int) kept & 0xffff));
    }
  }
}
