package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.tests.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The files of listeners of a JVM that ends.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketFileTest {
  @TempDir Path folder;

  @Test
  void oneThatCannotBeRemovedKeepsNoOtherFromIt() throws Exception {
    try (var child = start(Obstructed.class)) {
      Path obstructed = Path.of(child.awaitLine("obstructed "));
      child.awaitSuccess();

      assertEquals(List.of(obstructed), inFolder());
    }
  }

  /// Its listeners are in no order; the directory of one is not empty.
  static final class Obstructed {
    private static final int LISTENERS = 20;

    public static void main(String... arguments) throws IOException {
      Path directory = null;
      for (int i = 0; i < LISTENERS; i++) {
        directory = bind().path().getParent();
      }
      Files.createFile(directory.resolve("obstacle"));
      System.out.println("obstructed " + directory);
    }
  }

  @Test
  void oneThatIsFirstMadeWhileTheJvmExitsIsRemoved() throws Exception {
    try (var child = start(Late.class)) {
      child.awaitLine("removed");
      child.awaitSuccess();

      assertEquals(List.of(), inFolder());
    }
  }

  static final class Late {
    public static void main(String... arguments) {
      Runtime.getRuntime().addShutdownHook(new Thread(Late::makeAndRemove));
    }

    private static void makeAndRemove() {
      try {
        bind().remove();
        System.out.println("removed");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ChildJvm start(Class<?> main) throws IOException {
    return ChildJvm.start(List.of("-Djava.io.tmpdir=" + folder), main);
  }

  private static SocketFile bind() throws IOException {
    return SocketFile.bindAnywhere(ServerSocketChannel.open(StandardProtocolFamily.UNIX), 1);
  }

  private List<Path> inFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
