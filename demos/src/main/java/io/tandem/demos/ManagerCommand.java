package io.tandem.demos;

import io.tandem.manager.Manager;
import io.tandem.manager.ManagerBuilder;
import io.tandem.manager.ManagerServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tandem manager`: a server of managed objects that stands alone.
@Command(
    name = "manager",
    description = {
      "Holds objects that other JVMs use, until Ctrl-C or SIGTERM: those of this user on this "
          + "machine find it by its name, all that know its key at its address. CLASSPATH adds the "
          + "classes that are registered.",
      ""
    })
final class ManagerCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "main",
      description = "The name for Manager.connect. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "Listen also at HOST:PORT, 0 for any port, or at the path of a Unix socket.")
  private @Nullable String address;

  @Option(
      names = "--auth-key-file",
      paramLabel = "FILE",
      description = "The key that whoever connects to the address must know: all bytes of a file.")
  private @Nullable Path keyFile;

  @Option(
      names = "--allow-remote",
      description = "Listen at addresses that other machines reach. Nothing is encrypted.")
  private boolean remote;

  @Option(
      names = "--register",
      paramLabel = "INTERFACE=CLASS",
      description = "Make objects of this class for clients that ask for the interface.")
  private final Map<String, String> services = new TreeMap<>();

  @Option(
      names = "--allow",
      paramLabel = "CLASS",
      description = "Let this class in from sockets; a.b.* for a package.")
  private final List<String> allowed = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    ManagerServer server = serve();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "close-manager"));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Manager '%s' serves (pid %d)", name, ProcessHandle.current().pid());
    server.address().ifPresent(at -> out.printf(", and listens at %s", textOf(at)));
    out.println(".");
    out.flush();
    server.await();
    return ExitCode.OK;
  }

  private ManagerServer serve() {
    try {
      return settings().serve();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw wrong(e.getMessage(), e);
    }
  }

  private ManagerBuilder settings() {
    ManagerBuilder settings = Manager.builder().name(name).allow(allowed.toArray(String[]::new));
    if (address != null) {
      settings.listen(checked(parse(address)));
    }
    if (keyFile != null) {
      settings.key(key(keyFile));
    }
    if (remote) {
      settings.allowRemote();
    }
    services.forEach((service, maker) -> register(settings, load(service), load(maker)));
    return settings;
  }

  private byte[] key(Path file) {
    try {
      byte[] key = Files.readAllBytes(file);
      if (key.length == 0) {
        throw wrong("%s, given for --auth-key-file, is empty.".formatted(file), null);
      }
      return key;
    } catch (NoSuchFileException e) {
      throw wrong("There is no file %s for --auth-key-file.".formatted(file), e);
    } catch (IOException e) {
      throw wrong("Cannot read %s, given for --auth-key-file: %s.".formatted(file, e), e);
    }
  }

  private <T> void register(ManagerBuilder settings, Class<T> service, Class<?> maker) {
    if (!service.isAssignableFrom(maker)) {
      throw wrong(
          "%s is no %s. Name a class that implements it."
              .formatted(maker.getName(), service.getName()),
          null);
    }
    Constructor<? extends T> constructor = constructor(maker.asSubclass(service));
    settings.register(service, constructor::newInstance);
  }

  private <T> Constructor<T> constructor(Class<T> made) {
    try {
      if (Modifier.isAbstract(made.getModifiers())) {
        throw wrong(
            "%s is abstract. Name a class that can be made.".formatted(made.getName()), null);
      }
      Constructor<T> constructor = made.getDeclaredConstructor();
      if (!constructor.trySetAccessible()) {
        throw wrong("%s is in a package that is closed.".formatted(made.getName()), null);
      }
      return constructor;
    } catch (NoSuchMethodException e) {
      throw wrong("%s has no constructor without parameters.".formatted(made.getName()), e);
    }
  }

  private Class<?> load(String className) {
    try {
      return Class.forName(className);
    } catch (ClassNotFoundException | LinkageError e) {
      throw wrong("There is no class %s. Set CLASSPATH.".formatted(className), e);
    }
  }

  private SocketAddress parse(String text) {
    if (text.contains("/")) {
      return UnixDomainSocketAddress.of(text);
    }
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return new InetSocketAddress(text.substring(0, Math.max(colon, 0)), port);
    } catch (IllegalArgumentException e) {
      throw wrong("'%s' is no address: give HOST:PORT, or a path.".formatted(text), e);
    }
  }

  /// What listening would find as well, in terms of the options.
  private SocketAddress checked(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      if (inet.isUnresolved()) {
        throw wrong("There is no host %s.".formatted(inet.getHostString()), null);
      }
      if (keyFile == null) {
        throw wrong(
            "Whoever reaches %s could call: give --auth-key-file.".formatted(textOf(inet)), null);
      }
      if (!remote && !inet.getAddress().isLoopbackAddress()) {
        throw wrong(
            "%s is reached from other machines: give 127.0.0.1, or --allow-remote."
                .formatted(textOf(inet)),
            null);
      }
    }
    return address;
  }

  private static String textOf(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? "%s:%d".formatted(inet.getHostString(), inet.getPort())
        : address.toString();
  }

  private ParameterException wrong(String message, @Nullable Throwable cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }
}
