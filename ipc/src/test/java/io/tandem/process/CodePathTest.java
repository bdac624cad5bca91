package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodePathTest {
  @Test
  void everyEntryIsMadeAbsoluteAndAnEmptyOneIsTheWorkingDirectory() {
    String here = Path.of("").toAbsolutePath().toString();
    String elsewhere = Path.of("/elsewhere").toAbsolutePath().toString();

    assertEquals(
        String.join(File.pathSeparator, here + File.separator + "classes", here, elsewhere),
        CodePath.absolute(String.join(File.pathSeparator, "classes", "", elsewhere)));
  }

  @Test
  void anEntryThatWouldBeTwoIsRefused() throws Exception {
    Path directory = Path.of("a" + File.pathSeparator + "b");
    try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Object proxy =
          Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (_, _, _) -> null);
      var refused =
          assertThrows(IllegalStateException.class, () -> CodePath.of(List.of(proxy.getClass())));

      assertTrue(
          refused.getMessage().contains(directory.toAbsolutePath() + ", and a '"),
          refused::getMessage);
    }
  }

  @Test
  void noPathStaysNoPath() {
    assertEquals("", CodePath.absolute(""));
  }
}
