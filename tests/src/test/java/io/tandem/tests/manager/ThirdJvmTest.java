package io.tandem.tests.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.DataCodec;
import io.tandem.manager.Manager;
import io.tandem.manager.ManagerBuilder;
import io.tandem.manager.ManagerRefusedException;
import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionOptions;
import io.tandem.pipe.Listener;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server, a client that came by a socket, and a third JVM, which gets a proxy from that client,
/// over a socket too.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThirdJvmTest {
  private static final byte[] KEY = {1, 2, 3};

  private String address;
  private String meeting;
  private Manager server;
  private Manager client;
  private Listener listener;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    address = folder.resolve("server").toString();
    meeting = folder.resolve("meeting").toString();
    server = settings().listen(UnixDomainSocketAddress.of(address)).start();
    client = connect(address);
    listener = Listener.open(UnixDomainSocketAddress.of(meeting), options());
  }

  @AfterEach
  void close() {
    listener.close();
    client.close();
    server.close();
  }

  private static ManagerBuilder settings() {
    return Manager.builder().register(Tally.class, Tally.Sum::new).key(KEY);
  }

  private static Manager connect(String address) throws Exception {
    return settings().connect(UnixDomainSocketAddress.of(address));
  }

  private static ConnectionOptions options() {
    return ConnectionOptions.withKey(KEY)
        .codec(DataCodec.allowing("io.tandem.manager.*", Tally.class.getName()));
  }

  /// What the third JVM does with the proxy.
  private interface Part extends java.io.Serializable {
    void play(Tally tally, Connection giver, String address) throws Exception;
  }

  private JvmProcess startThird(Part part) {
    String where = meeting;
    String there = address;
    return JvmProcess.start(
        () -> {
          try (var giver = Connection.connect(UnixDomainSocketAddress.of(where), options())) {
            part.play((Tally) giver.receive(), giver, there);
          }
        });
  }

  @Test
  void itUsesTheSameObject() throws Exception {
    Tally tally = client.create(Tally.class);
    JvmProcess third =
        startThird(
            (mine, giver, there) -> {
              try (var _ = connect(there)) {
                giver.send(mine.add(40));
              }
            });
    try (var connection = listener.accept()) {
      connection.send(tally);
      assertEquals(40L, connection.receive());
    }
    assertEquals(42, tally.add(2));
    assertEquals(new ExitStatus.Exited(0), third.join());
  }

  @Test
  void whatItUsesStaysWhenTheGiverLeaves() throws Exception {
    Tally tally = client.create(Tally.class);
    JvmProcess third =
        startThird(
            (mine, giver, there) -> {
              try (var _ = connect(there)) {
                giver.send(mine.add(1));
                giver.send(giver.receive().equals("left") ? mine.add(1) : -1);
              }
            });
    try (var connection = listener.accept()) {
      connection.send(tally);
      assertEquals(1L, connection.receive());
      client.close();
      connection.send("left");
      assertEquals(2L, connection.receive());
    }
    assertEquals(new ExitStatus.Exited(0), third.join());
  }

  @Test
  void theKeyDoesNotTravel() throws Exception {
    Tally tally = client.create(Tally.class);
    JvmProcess third =
        startThird(
            (mine, giver, there) -> {
              try {
                giver.send(mine.add(1));
              } catch (ManagerRefusedException e) {
                giver.send(e.getMessage());
              }
            });
    try (var connection = listener.accept()) {
      connection.send(tally);
      String said = connection.receive().toString();
      assertTrue(said.contains("its key does not travel. Connect to it with"), said);
    }
    assertEquals(0, tally.add(0));
    assertEquals(new ExitStatus.Exited(0), third.join());
  }
}
