package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.peer.ExitStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The file of a listener's Unix socket: for its user only, and removed with the listener, or at
/// the end of the JVM. Removes no file but the one it made.
final class SocketFile {
  /// What Linux has room for, less what the JDK keeps of it.
  private static final int LONGEST_PATH_BYTES = 106;

  private static final int MOST_ATTEMPTS = 10; // each of which another one may spoil

  static final String PREFIX = "tandem-";
  static final String NAME = "listener";

  /// The files that there are: they go when this process exits.
  private static final class AtExit {
    static final Set<SocketFile> ALL = ConcurrentHashMap.newKeySet();

    static {
      ExitStep.REMOVE_FILES.addOrRun(() -> ExitStep.forEach(ALL, SocketFile::remove));
    }
  }

  private final Path path;
  private final @Nullable Path directory;
  private final @Nullable Object identity;

  private SocketFile(Path path, @Nullable Path directory) throws IOException {
    this.path = path;
    this.directory = directory;
    this.identity = DeadSocket.identityOf(path);
  }

  /// Binds a channel to a path of its own, in a directory that only its user can enter.
  static SocketFile bindAnywhere(ServerSocketChannel channel, int backlog) throws IOException {
    Path directory = Files.createTempDirectory(PREFIX); // of mode 0700
    try {
      return bind(channel, directory.resolve(NAME), directory, backlog);
    } catch (IOException e) {
      Files.delete(directory);
      throw e;
    }
  }

  /// Removes what listeners left that were killed, in directories of their own.
  ///
  /// @param remove or only tell
  /// @return what there is, or was
  static List<Path> sweep(boolean remove) throws IOException {
    List<Path> dead = DeadSocket.under(Path.of(System.getProperty("java.io.tmpdir")));
    for (Path each : remove ? dead : List.<Path>of()) {
      if (DeadSocket.remove(each)) {
        Files.deleteIfExists(each.getParent());
      }
    }
    return dead;
  }

  /// Binds a channel to a path where there is nothing yet, or only what a dead listener left.
  static SocketFile bind(ServerSocketChannel channel, Path path, int backlog) throws IOException {
    return bind(channel, path, null, backlog);
  }

  private static SocketFile bind(
      ServerSocketChannel channel, Path path, @Nullable Path directory, int backlog)
      throws IOException {
    int bytes = path.toString().getBytes(UTF_8).length;
    if (bytes > LONGEST_PATH_BYTES) {
      throw new SocketException(
          "Cannot listen at '%s': the path has %d bytes, and a Unix socket's at most %d. "
                  .formatted(path, bytes, LONGEST_PATH_BYTES)
              + "Choose a shorter one, or set -Djava.io.tmpdir to one.");
    }
    bindToPath(channel, path, backlog);
    var file = new SocketFile(path, directory);
    AtExit.ALL.add(file);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static void bindToPath(ServerSocketChannel channel, Path path, int backlog)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        channel.bind(UnixDomainSocketAddress.of(path), backlog);
        return;
      } catch (BindException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw failed(path, e);
        }
        if (!DeadSocket.remove(path) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw taken(path);
        }
      } catch (SocketException e) {
        throw failed(path, e);
      }
    }
  }

  private static IOException failed(Path path, SocketException cause) {
    var failed =
        new SocketException(
            "Cannot listen at '%s': %s. ".formatted(path, cause.getMessage())
                + "Choose a path in a directory that is there and that this user may write to.");
    failed.initCause(cause);
    return failed;
  }

  private static IOException taken(Path path) {
    String found =
        DeadSocket.isSocket(path)
            ? "Somebody listens there: choose another path, or stop that one."
            : "It is no socket: choose another path.";
    return new FileAlreadyExistsException(path.toString(), null, "Cannot listen there. " + found);
  }

  Path path() {
    return path;
  }

  /// Again is harmless.
  void remove() {
    if (!AtExit.ALL.remove(this)) {
      return;
    }
    try {
      if (identity != null && identity.equals(DeadSocket.identityOf(path))) {
        Files.deleteIfExists(path);
      }
      if (directory != null) {
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot remove the socket file '%s'. Delete it.".formatted(path), e);
    }
  }
}
