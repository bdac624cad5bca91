package io.tandem.pipe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Files of Unix sockets whose listeners were killed. The kernel closes a socket with its process,
/// but leaves the file.
///
/// **Who is dead.** Nobody listens where a connection is refused: this the kernel says of the
/// socket, whoever made it and in which container. So it does of one that is bound and does not
/// listen yet, but such a one it lists.
///
/// **Removal.** Several may find the same file dead, and one of them may have bound to the path
/// again before another removes what is there. So they take turns, by the lock of a file beside it,
/// and look again.
final class DeadSocket {
  private static final Path SOCKETS_OF_KERNEL = Path.of("/proc/net/unix");

  private static final Set<OpenOption> GUARD_OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private DeadSocket() {}

  /// Whether there is a socket's file to which no socket belongs any more.
  static boolean isAt(Path path) {
    return isSocket(path) && isRefused(path) && !isBound(path);
  }

  static boolean isSocket(Path path) {
    try {
      return attributes(path).isOther();
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isRefused(Path path) {
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      boolean _ = probe.connect(UnixDomainSocketAddress.of(path));
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException fullOrForbidden) {
      return false;
    }
  }

  /// Whether a socket is bound to a path that neither listens nor is connected.
  private static boolean isBound(Path path) {
    Pattern idle = Pattern.compile("\\S+ \\S+ \\S+ 0+ \\S+ 01 +\\d+ " + Pattern.quote("" + path));
    try (Stream<String> sockets = Files.lines(SOCKETS_OF_KERNEL)) {
      return sockets.anyMatch(idle.asMatchPredicate());
    } catch (IOException notOnLinux) {
      return false;
    }
  }

  /// Removes a file that is dead.
  ///
  /// @return whether it was, and is removed
  /// @throws IOException if this user may not
  static synchronized boolean remove(Path path) throws IOException {
    if (!isAt(path)) {
      return false;
    }
    Path guard = path.resolveSibling(".%s.lock".formatted(path.getFileName()));
    while (true) {
      try (var channel = FileChannel.open(guard, GUARD_OPTIONS);
          var _ = channel.lock()) {
        if (isStillAt(guard, channel)) {
          boolean removed = isAt(path) && Files.deleteIfExists(path);
          Files.delete(guard);
          return removed;
        }
      }
    }
  }

  /// Whoever held the lock before has deleted the file, and another may have made it again.
  private static boolean isStillAt(Path guard, FileChannel channel) throws IOException {
    long mark = ThreadLocalRandom.current().nextLong();
    channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, mark), 0);
    try {
      return ByteBuffer.wrap(Files.readAllBytes(guard)).getLong() == mark;
    } catch (NoSuchFileException | BufferUnderflowException another) {
      return false;
    }
  }

  /// What a file keeps for life: another one of the same name has another.
  static @Nullable Object identityOf(Path path) throws IOException {
    try {
      return attributes(path).fileKey();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// The dead ones in the directories that listeners of this user made for themselves.
  ///
  /// @param parent of these directories
  static List<Path> under(Path parent) throws IOException {
    List<Path> dead = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, SocketFile.PREFIX + "*")) {
      for (Path each : all) {
        Path path = each.resolve(SocketFile.NAME);
        if (Files.isWritable(each) && isAt(path)) {
          dead.add(path);
        }
      }
    }
    return dead;
  }
}
