package io.tandem.bench.manager;

import io.tandem.manager.ManagedList;
import io.tandem.manager.ManagedMap;
import io.tandem.manager.Manager;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import io.tandem.value.LongValue;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.locks.LockSupport;

/// A client of our manager. It answers each line of its input with one line, as
/// `src/main/python/manager.py` does.
final class ManagerSide {
  private static final byte[] KEY = {1, 2, 3};
  private static final int KEYS = 100;
  private static final int WARM_UP = 100_000; // until eight compilers leave the CPUs alone

  private final ManagedList<Integer> list;
  private final ManagedMap<Integer, Integer> map;

  private ManagerSide(Manager manager) {
    list = manager.list();
    map = manager.map();
    for (int i = 0; i < KEYS; i++) {
      map.put(i, i);
    }
  }

  /// @param arguments `memory` or `socket`
  public static void main(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory("manager");
    var address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (var owner = Manager.builder().listen(address).key(KEY).start();
        var remote = Manager.builder().key(KEY).connect(address);
        var input = new BufferedReader(new InputStreamReader(System.in))) {
      Manager manager = arguments[0].equals("memory") ? owner : remote;
      var side = new ManagerSide(manager);
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(side.answer(new Scanner(line)));
      }
    }
    Files.deleteIfExists(folder);
  }

  private String answer(Scanner question) throws Exception {
    return switch (question.next()) {
      case "append" -> append(question.nextLong());
      case "get" -> get(question.nextLong());
      case "clients" -> clients(question.nextInt(), question.nextLong());
      default -> throw new IllegalArgumentException("There is no such question");
    };
  }

  private String append(long nanos) {
    list.clear();
    return time(nanos, list::add);
  }

  private String get(long nanos) {
    return time(nanos, number -> map.get(number % KEYS));
  }

  private interface Work {
    Object run(int number);
  }

  private static String time(long nanos, Work work) {
    var times = new long[1 << 21];
    int count = 0;
    long end = System.nanoTime() + nanos;
    long before = System.nanoTime();
    while (before - end < 0 && count < times.length) {
      Object _ = work.run(count);
      long after = System.nanoTime();
      times[count++] = after - before;
      before = after;
    }
    Arrays.sort(times, 0, count);
    return times[count / 2] + " " + times[(int) (count * 99L / 100)];
  }

  /// So many processes that all get.
  private String clients(int many, long nanos) throws InterruptedException {
    var ready = SharedLatch.create(many);
    var stop = SharedEvent.create();
    List<JvmProcess> clients = new ArrayList<>();
    List<LongValue> counts = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      var count = LongValue.create(0);
      counts.add(count);
      ManagedMap<Integer, Integer> shared = map; // and nothing else of this
      clients.add(JvmProcess.start(() -> work(shared, ready, stop, count)));
    }
    ready.await();
    long before = sum(counts);
    long start = System.nanoTime();
    LockSupport.parkNanos(nanos);
    double rate = (sum(counts) - before) * 1e9 / (System.nanoTime() - start);
    stop.set();
    for (JvmProcess client : clients) {
      client.join();
    }
    counts.forEach(LongValue::free);
    return Double.toString(rate);
  }

  private static long sum(List<LongValue> counts) {
    return counts.stream().mapToLong(LongValue::get).sum();
  }

  private static void work(
      ManagedMap<Integer, Integer> map, SharedLatch ready, SharedEvent stop, LongValue count) {
    for (int i = 0; i < WARM_UP; i++) {
      Object _ = map.get(i % KEYS);
    }
    ready.countDown();
    for (int i = 0; !stop.isSet(); i++) {
      Object _ = map.get(i % KEYS);
      count.set(i);
    }
  }
}
