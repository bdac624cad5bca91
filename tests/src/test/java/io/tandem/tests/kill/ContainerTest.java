package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.tests.ChildJvm;
import io.tandem.tests.ControlGroup;
import io.tandem.tests.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// As in a container with its defaults: 64 MiB in `/dev/shm`, a limit on memory, and process ids of
/// its own.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainerTest {
  private static final long MEMORY_BYTES = 1L << 30;
  private static final String KILLS = "-Dtandem.random.kills=20";

  @Test
  void processesAreKilledInAContainer() throws Exception {
    var container = new ArrayList<>(List.of(Tools.require("unshare").toString()));
    container.addAll(List.of("-m", "-p", "-f", "--mount-proc", "--kill-child", "sh", "-c"));
    container.add("mount -t tmpfs -o size=64m tmpfs /dev/shm && exec \"$0\" \"$@\"");
    requireAllowed(container);
    container.addAll(ChildJvm.command(List.of(KILLS), RandomKillTest.class));
    try (var group = ControlGroup.limitedTo(MEMORY_BYTES);
        var child = ChildJvm.start(group.run(container))) {
      String kills = child.awaitLine("20 kills");
      assertTrue(kills.contains("of a lock's holder"), kills);
      child.awaitSuccess();
    }
  }

  private static void requireAllowed(List<String> container) throws Exception {
    var attempt = new ArrayList<>(container);
    attempt.add("true");
    boolean allowed = new ProcessBuilder(attempt).start().waitFor() == 0;
    assumeTrue(allowed, "only root can make a container");
  }
}
