package io.tandem.tests;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/// Waits for JVMs that let it debug them: those with [#flag()].
public final class Debugger implements AutoCloseable {
  private static final String LIMIT_MILLIS = "50000";

  private final ListeningConnector connector;
  private final Map<String, Connector.Argument> settings;
  private final String address;

  private Debugger() throws IOException, IllegalConnectorArgumentsException {
    connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(each -> each.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    settings = connector.defaultArguments();
    settings.get("localAddress").setValue("127.0.0.1");
    settings.get("port").setValue("0");
    settings.get("timeout").setValue(LIMIT_MILLIS);
    address = connector.startListening(settings);
  }

  /// Begins to wait for them.
  public static Debugger listen() throws IOException, IllegalConnectorArgumentsException {
    return new Debugger();
  }

  /// Makes a JVM stop before its first class, until it is told to go on.
  public String flag() {
    return "-agentlib:jdwp=transport=dt_socket,suspend=y,address=" + address;
  }

  /// The next JVM that has started.
  public DebuggedJvm next()
      throws IOException, IllegalConnectorArgumentsException, InterruptedException {
    return new DebuggedJvm(accept());
  }

  /// The next JVM that has started, which is to stop at some lines.
  public DebuggedJvm next(Map<String, Set<String>> methods)
      throws IOException, IllegalConnectorArgumentsException, InterruptedException {
    DebuggedJvm next = next();
    next.breakAt(methods);
    return next;
  }

  /// The next JVM that has started, which is to stop at a line.
  public DebuggedJvm next(Line line)
      throws IOException, IllegalConnectorArgumentsException, InterruptedException {
    DebuggedJvm next = next();
    next.breakAt(line);
    return next;
  }

  /// The next JVM that has started, by the debugger's own means.
  public VirtualMachine accept() throws IOException, IllegalConnectorArgumentsException {
    return connector.accept(settings);
  }

  @Override
  public void close() throws IOException, IllegalConnectorArgumentsException {
    connector.stopListening(settings);
  }
}
