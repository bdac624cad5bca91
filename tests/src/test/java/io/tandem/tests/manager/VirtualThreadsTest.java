package io.tandem.tests.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.manager.ManagedQueue;
import io.tandem.manager.Manager;
import io.tandem.tests.ChildJvm;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One carrier is enough for any number of virtual threads that wait for a server.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualThreadsTest {
  private static final int THREADS = 200;
  private static final byte[] KEY = {1, 2, 3};
  private static final String QUEUE = "numbers";
  private static final List<String> ONE_CARRIER =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "socket"})
  void callsThatWaitKeepNoOtherFromRunning(String transport) throws Exception {
    String name = "virtual-" + ProcessHandle.current().pid();
    var address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (var server = Manager.builder().name(name).listen(address).key(KEY).serve();
        var manager = server.connect()) {
      ManagedQueue<Integer> queue = manager.queue(QUEUE);
      String where = transport.equals("memory") ? name : address.toString();
      try (var crowd = ChildJvm.start(ONE_CARRIER, Crowd.class, where)) {
        crowd.awaitLine("one more ran while all waited");
        for (int i = 1; i <= THREADS; i++) {
          queue.put(i);
        }
        int sum = THREADS * (THREADS + 1) / 2;
        assertEquals(Integer.toString(sum), crowd.awaitLine("sum "));
        crowd.awaitSuccess();
      }
    }
  }

  static final class Crowd {
    public static void main(String... where) throws Exception {
      try (var manager = connect(where[0])) {
        ManagedQueue<Integer> queue = manager.queue(QUEUE);
        var begun = new AtomicInteger();
        var sum = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          threads.add(Thread.ofVirtual().start(() -> take(queue, begun, sum)));
        }
        while (begun.get() < THREADS) {
          Thread.onSpinWait();
        }
        Thread.ofVirtual().start(() -> System.out.println("one more ran while all waited")).join();
        for (Thread thread : threads) {
          thread.join();
        }
        System.out.println("sum " + sum);
      }
    }

    private static Manager connect(String where) throws Exception {
      return where.startsWith("/")
          ? Manager.builder().key(KEY).connect(UnixDomainSocketAddress.of(where))
          : Manager.connect(where);
    }

    private static void take(ManagedQueue<Integer> queue, AtomicInteger begun, LongAdder sum) {
      begun.incrementAndGet();
      try {
        sum.add(queue.take());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
