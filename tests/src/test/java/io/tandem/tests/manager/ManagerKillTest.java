package io.tandem.tests.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.manager.Manager;
import io.tandem.manager.ManagerDiedException;
import io.tandem.manager.ManagerServer;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers and clients that are killed at random moments. Nobody hangs, and nothing is left.
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManagerKillTest {
  private static final int SERVERS = Integer.getInteger("tandem.manager.servers", 4);
  private static final int CLIENTS = Integer.getInteger("tandem.manager.clients", 8);
  private static final int CALLS = 8;
  private static final byte[] KEY = {1, 2, 3};

  private final Random random = new Random(Long.getLong("tandem.seed", 1));

  @Test
  void everyCallOnAKilledServerFails(@TempDir Path folder) throws Exception {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      var address = UnixDomainSocketAddress.of(folder.resolve("s" + i));
      var builder =
          Manager.builder().register(Tally.class, Tally.Sum::new).listen(address).key(KEY);
      try (var owner = builder.start();
          var bySocket = Manager.builder().key(KEY).connect(address)) {
        nanos.addAll(killAndCall(owner, owner));
        assertThrows(ManagerDiedException.class, () -> bySocket.create(Tally.class));
      }
      try (var owner = builder.start();
          var bySocket = Manager.builder().key(KEY).connect(address)) {
        nanos.addAll(killAndCall(owner, bySocket));
      }
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "a killed manager was noticed after %.1f ms, p99 %.1f ms, of %d calls%n",
        sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6, sorted.length);
  }

  /// @return how long after the kill each call failed
  private List<Long> killAndCall(Manager owner, Manager client) throws Exception {
    Tally tally = client.create(Tally.class);
    List<FutureTask<Long>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      var call =
          new FutureTask<>(i % 2 == 0 ? () -> failIn(tally, true) : () -> failIn(tally, false));
      calls.add(call);
      (i % 4 < 2 ? Thread.ofPlatform() : Thread.ofVirtual()).start(call);
    }
    for (int rest = random.nextInt(200); rest > 0; rest--) {
      tally.add(0);
    }
    long start = System.nanoTime();
    owner.process().orElseThrow().kill();
    List<Long> nanos = new ArrayList<>();
    for (var call : calls) {
      nanos.add(call.get() - start);
    }
    return nanos;
  }

  /// @return when it failed
  private static long failIn(Tally tally, boolean blocked) {
    assertThrows(
        ManagerDiedException.class,
        () -> {
          while (true) {
            if (blocked) {
              tally.awaitAtLeast(Long.MAX_VALUE);
            } else {
              tally.add(1);
            }
          }
        });
    return System.nanoTime();
  }

  @Test
  void whatKilledClientsHadGoesWithThem(@TempDir Path folder) throws Exception {
    var address = UnixDomainSocketAddress.of(folder.resolve("s"));
    String socket = address.getPath().toString();
    try (var server =
            Manager.builder()
                .register(Tally.class, Tally.Sum::new)
                .listen(address)
                .key(KEY)
                .serve();
        var mine = server.connect()) {
      Tally all = mine.create(Tally.class);
      List<JvmProcess> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        boolean near = i % 2 == 0;
        Action work =
            () -> {
              if (near) {
                workOn(all, null);
              } else {
                var settings = Manager.builder().key(KEY).register(Tally.class, Tally.Sum::new);
                workOn(all, settings.connect(UnixDomainSocketAddress.of(socket)));
              }
            };
        clients.add(JvmProcess.start("client-" + i, work));
      }
      all.awaitAtLeast(CLIENTS); // all are at it
      for (JvmProcess client : clients) {
        LockSupport.parkNanos(random.nextInt(50_000_000)); // any moment will do
        client.kill();
        all.add(1);
      }
      for (JvmProcess client : clients) {
        client.join();
      }
      awaitAlone(server);
      assertTrue(all.add(1) > CLIENTS);
    }
  }

  private static void workOn(Tally all, Manager manager) throws Exception {
    all.add(1);
    for (int i = 0; ; i++) {
      Tally child = manager == null ? all.child() : manager.create(Tally.class);
      child.add(1);
      if (i % 10 == 0) {
        Tally blocked = child;
        Thread.ofVirtual().start(() -> awaitForEver(blocked));
      }
    }
  }

  private static void awaitForEver(Tally tally) {
    try {
      tally.awaitAtLeast(Long.MAX_VALUE);
    } catch (InterruptedException | RuntimeException _) {
      // It is killed before.
    }
  }

  /// Until this JVM is the only client, and its object the only one but for the child of that.
  private static void awaitAlone(ManagerServer server) {
    for (int i = 0; server.clients() > 1 || server.objects() > 2; i++) {
      System.gc();
      LockSupport.parkNanos(1_000_000);
      String left = server.clients() + " clients and " + server.objects() + " objects are left";
      assertTrue(i < 2_000, left);
    }
    assertEquals(1, server.clients());
  }

  @Test
  void aServerEndsWithItsOwner() throws Exception {
    var pid = io.tandem.value.LongValue.create(0);
    var ready = io.tandem.sync.SharedEvent.create();
    var owner =
        JvmProcess.start(
            () -> {
              Manager manager = Manager.start();
              pid.set(manager.process().orElseThrow().pid());
              ready.set();
              Thread.currentThread().join();
            });
    ready.await();
    var server = ProcessHandle.of(pid.get()).orElseThrow();
    owner.kill();
    owner.join();
    server.onExit().get();
    pid.free();
    ready.free();
  }
}
