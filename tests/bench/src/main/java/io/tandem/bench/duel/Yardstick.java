package io.tandem.bench.duel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The same work for all CPUs, again and again: what it takes at worst and at best says how noisy
/// the machine is.
final class Yardstick {
  private static final int STEPS = 500_000;
  private static final int WARM_UPS = 20;
  private static volatile long kept;

  private final List<Double> nanos = new ArrayList<>();

  Yardstick() throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      measure();
    }
    nanos.clear();
  }

  void measure() throws InterruptedException {
    int cpus = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    List<Thread> threads =
        Stream.generate(() -> Thread.ofPlatform().start(Yardstick::work)).limit(cpus).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    nanos.add((double) (System.nanoTime() - start));
  }

  private static void work() {
    long x = 1;
    for (int i = 0; i < STEPS; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    kept = x;
  }

  /// How many times as long it took at worst as at best.
  double noise() {
    double least = nanos.stream().min(Double::compare).orElseThrow();
    return nanos.stream().max(Double::compare).orElseThrow() / least;
  }
}
