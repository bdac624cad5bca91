package io.tandem.pipe;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Two ends that are connected, and threads that use them.
abstract class ConnectedEnds {
  /// Two ends that are connected, for objects.
  record Ends(Connection here, Connection there) {}

  Connection here;
  Connection there;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// The longest message that is tried.
  int most() {
    return 16 << 20;
  }

  /// Makes two ends whose codec takes at least texts, numbers and lists.
  abstract Ends open() throws Exception;

  @BeforeEach
  void connect() throws Exception {
    Ends ends = open();
    here = ends.here();
    there = ends.there();
  }

  @AfterEach
  void disconnect() {
    here.close();
    there.close();
    threads.close();
  }

  <T> Future<T> meanwhile(Callable<T> work) {
    return threads.submit(work);
  }

  static <T> T result(Future<T> work) throws Exception {
    return work.get(60, TimeUnit.SECONDS);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
