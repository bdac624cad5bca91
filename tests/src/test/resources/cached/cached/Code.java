package cached;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells which code it is, and whether its JVM has mapped a cache.
public class Code {
  public static void main(String[] args) throws IOException {
    boolean cached = Files.readString(Path.of("/proc/self/maps")).contains(".tandem.aot");
    System.out.println("code A " + (cached ? "cached" : "plain"));
  }
}
