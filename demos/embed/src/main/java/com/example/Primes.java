package com.example;

import io.tandem.pool.ProcessPool;
import io.tandem.value.IntArray;
import java.util.List;
import java.util.stream.IntStream;

/// Counts primes with a pool of JVMs, which add them up in memory that they share.
public final class Primes {
  private static final int PART = 50_000;

  private Primes() {}

  public static void main(String[] args) throws InterruptedException {
    IntArray byLastDigit = IntArray.create(10);
    List<Integer> parts = IntStream.range(0, 20).boxed().toList();
    int primes;
    try (var pool = ProcessPool.create()) {
      List<Integer> counts = pool.map(parts, part -> count(part * PART, byLastDigit));
      primes = counts.stream().mapToInt(Integer::intValue).sum();
    }
    System.out.printf("%d primes below %d%n", primes, parts.size() * PART);
    System.out.println("by their last digit: " + byLastDigit);
  }

  private static int count(int from, IntArray byLastDigit) {
    int primes = 0;
    for (int number = from; number < from + PART; number++) {
      if (isPrime(number)) {
        primes++;
        byLastDigit.getAndAdd(number % 10, 1);
      }
    }
    return primes;
  }

  private static boolean isPrime(int number) {
    return number > 1
        && IntStream.rangeClosed(2, (int) Math.sqrt(number)).noneMatch(i -> number % i == 0);
  }
}
