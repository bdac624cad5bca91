package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.manager.ManagedList;
import io.tandem.manager.Manager;
import io.tandem.manager.ManagerClosedException;
import io.tandem.manager.ManagerDiedException;
import io.tandem.manager.ManagerRefusedException;
import io.tandem.tests.job.TandemCommand.Outcome;
import io.tandem.tests.manager.Tally;
import io.tandem.tests.process.SignalsTest;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `tandem manager`, from its start to its end.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class ManagerCommandTest {
  private static final byte[] KEY = {1, 2, 3};

  private final String name = "command-" + ProcessHandle.current().pid();
  @TempDir private Path folder;
  private Path keyFile;
  private UnixDomainSocketAddress address;

  @BeforeEach
  void writeKey() throws Exception {
    keyFile = Files.write(folder.resolve("key"), KEY);
    address = UnixDomainSocketAddress.of(folder.resolve("socket"));
  }

  private TandemCommand start() {
    TandemCommand command =
        TandemCommand.start(
            folder,
            "manager",
            "--name=" + name,
            "--address=" + address.getPath(),
            "--auth-key-file=" + keyFile,
            "--register=%s=%s".formatted(Tally.class.getName(), Tally.Sum.class.getName()));
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> command.hasSaid("Manager '" + name + "' serves"));
    return command;
  }

  private Manager connect() throws Exception {
    return Manager.builder().key(KEY).register(Tally.class, Tally.Sum::new).connect(address);
  }

  private static void signal(TandemCommand command, String signal) throws Exception {
    String pid = Long.toString(command.handle().pid());
    assertEquals(0, new ProcessBuilder("kill", signal, pid).start().waitFor());
  }

  private static List<String> signals() throws Exception {
    return SignalsTest.ignoresInterrupts() ? List.of("-TERM") : List.of("-TERM", "-INT");
  }

  @Test
  void itServesBothWaysUntilASignalAndAgainAtTheSameAddress() throws Exception {
    for (String signal : signals()) {
      try (var command = start();
          var near = Manager.connect(name);
          var far = connect()) {
        ManagedList<String> list = near.list("both");
        assertEquals(List.of(), list); // nothing is left of one that was before
        list.add("near");
        far.list("both").add("far");
        assertEquals(List.of("near", "far"), list);
        assertEquals(7, far.open("tally", Tally.class).add(7));

        signal(command, signal);

        Outcome outcome = command.await();
        assertEquals(128 + (signal.equals("-INT") ? 2 : 15), outcome.exitCode(), outcome.err());
        assertEquals("", outcome.err());
        assertThrows(ManagerClosedException.class, list::size);
        assertThrows(ManagerClosedException.class, () -> far.list("both"));
      }
      assertThrows(ManagerRefusedException.class, () -> Manager.connect(name));
    }
  }

  @Test
  void oneThatIsKilledIsReplacedAtOnce() throws Exception {
    try (var killed = start();
        var near = Manager.connect(name);
        var far = connect()) {
      ManagedList<String> list = near.list("both");
      signal(killed, "-KILL");
      assertThrows(ManagerDiedException.class, () -> size(list));
      assertThrows(ManagerDiedException.class, () -> size(far.list("both")));
    }
    try (var command = start();
        var near = Manager.connect(name);
        var far = connect()) {
      near.list("both").add("again");
      assertEquals(List.of("again"), far.list("both"));
      signal(command, "-TERM");
      Outcome _ = command.await();
    }
  }

  /// Until it fails: a signal is not there at once.
  private static void size(ManagedList<?> list) {
    while (true) {
      assertEquals(0, list.size());
    }
  }

  @Test
  void aSecondOneOfTheSameNameSaysWhoIsThere() throws Exception {
    try (var first = start()) {
      Outcome second = TandemCommand.run(folder, "manager", "--name=" + name);
      assertEquals(2, second.exitCode());
      assertTrue(second.err().contains("serves under this name"), second.err());
      assertTrue(second.err().contains("(pid " + first.handle().pid() + ")"), second.err());
      signal(first, "-TERM");
      Outcome _ = first.await();
    }
  }
}
