package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.memory.SharedScope;
import io.tandem.peer.Peers;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Containers that share memory but not process ids: the same thread id in two of them does not
/// confuse anybody.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PidNamespacesTest {
  private static final int THREAD_ID = 20_000;
  private static final int THREAD_ID_BITS = 0x3fffffff;

  @Test
  void eachSeesTheOthersDeathAndNoOther() throws Exception {
    List<String> unshare = unshare();
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(Holder.SCOPE);
        var first = start(unshare)) {
      Peers peers = scope.peers();
      int one = Integer.parseInt(first.awaitLine("owner "));
      assertEquals("CONSISTENT", first.awaitLine("holds "));
      try (var second = start(unshare)) {
        int other = Integer.parseInt(second.awaitLine("owner "));
        assertEquals(threadId(peers, one), threadId(peers, other));

        kill(first);
        assertEquals("INCONSISTENT", second.awaitLine("holds "));
        assertTrue(peers.isDead(one));
        assertFalse(peers.isDead(other));

        try (var third = start(unshare)) {
          int last = Integer.parseInt(third.awaitLine("owner "));
          kill(second);
          assertEquals("INCONSISTENT", third.awaitLine("holds "));
          assertTrue(peers.isDead(other));
          assertFalse(peers.isDead(last));
          third.say("release");
          third.awaitSuccess();
          assertTrue(peers.isDead(last));
        }
      }
      scope.unlink();
    }
  }

  /// The process in the namespace, not the one that started it.
  private static void kill(ChildJvm child) throws InterruptedException {
    child.process().descendants().forEach(ProcessHandle::destroyForcibly);
    child.awaitEnd();
  }

  private static int threadId(Peers peers, int owner) {
    return peers.lifeWords().getIntAcquire(peers.lifeOffset(owner)) & THREAD_ID_BITS;
  }

  private static List<String> unshare() throws Exception {
    String unshare = Tools.require("unshare").toString();
    var command = new ArrayList<>(List.of(unshare, "-p", "-f", "--mount-proc", "--kill-child"));
    var attempt = new ArrayList<>(command);
    attempt.addAll(List.of("sh", "-c", "echo 1 > /proc/sys/kernel/ns_last_pid"));
    boolean allowed = new ProcessBuilder(attempt).start().waitFor() == 0;
    assumeTrue(allowed, "only root can make a pid namespace");
    return command;
  }

  private static ChildJvm start(List<String> unshare) throws Exception {
    var command = new ArrayList<>(unshare);
    // A thread more or less would have the thread id that the guardian is to have.
    var flags = List.of("-XX:-UseDynamicNumberOfCompilerThreads");
    command.addAll(ChildJvm.command(flags, HolderWithThreadId.class));
    return ChildJvm.start(command);
  }

  /// Lets the next thread have a certain id, and registers.
  static final class HolderWithThreadId {
    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.attach(Holder.SCOPE)) {
        Path lastPid = Path.of("/proc/sys/kernel/ns_last_pid");
        Files.writeString(lastPid, Integer.toString(THREAD_ID - 1));
        int _ = scope.peers().self();
      }
      Holder.main(arguments);
    }
  }
}
