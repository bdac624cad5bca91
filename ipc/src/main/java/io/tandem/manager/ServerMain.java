package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.linux.Signals;
import io.tandem.pipe.Connection;
import io.tandem.process.Action;
import java.io.IOException;

/// What the JVM of a server runs that somebody has started: it ends with the owner's connection.
@SuppressWarnings("serial")
final class ServerMain implements Action {
  private final ServerSettings settings;
  private final Connection owner;

  ServerMain(ServerSettings settings, Connection owner) {
    this.settings = settings;
    this.owner = owner;
  }

  @Override
  public void run() throws InterruptedException {
    Signals.disregardInterrupts(); // the owner may deal with Ctrl-C, and go on
    ManagerServer server;
    try {
      server = ManagerServer.start(settings);
    } catch (IOException | RuntimeException e) {
      Session.refuse(owner, Codec.data(), e);
      System.exit(1);
      return;
    }
    server.serve(owner);
    server.close();
    System.exit(0); // whatever threads the objects have left behind
  }
}
