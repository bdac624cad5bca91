package io.tandem.tests.sync;

import io.tandem.manager.Manager;
import io.tandem.tests.ChildJvm;
import java.io.IOException;
import java.util.List;

/// A process with the manager whose locks [ManagedLockDeeds] use, until its input ends.
final class LockServer {
  static final String NAME = "lock-server";

  private LockServer() {}

  /// Starts it, and waits until it serves.
  static ChildJvm start(List<String> flags) throws IOException, InterruptedException {
    ChildJvm server = ChildJvm.start(flags, LockServer.class);
    String _ = server.awaitLine("serves");
    return server;
  }

  public static void main(String... arguments) throws IOException {
    try (var _ = Manager.builder().name(NAME).serve()) {
      System.out.println("serves");
      int _ = System.in.read();
    }
  }
}
