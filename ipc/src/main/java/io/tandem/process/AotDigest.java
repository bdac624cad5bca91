package io.tandem.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The name of a cache: a digest of the JVM, the flags and the content of each jar.
final class AotDigest {
  private AotDigest() {}

  static String of(AotProgram program, List<Path> jars) throws IOException {
    MessageDigest digest = sha256();
    addText(digest, program.virtualMachine());
    addText(digest, program.relevantFlags());
    addText(digest, program.path().cached());
    for (Path jar : jars) {
      addText(digest, jar.toString());
      digest.update(contentOf(jar));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addText(MessageDigest digest, String text) {
    digest.update(text.getBytes(UTF_8));
    digest.update((byte) 0);
  }

  private static byte[] contentOf(Path jar) throws IOException {
    MessageDigest digest = sha256();
    if (Files.exists(jar)) {
      var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
      try (InputStream in = Files.newInputStream(jar)) {
        in.transferTo(out);
      }
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JVM has it
    }
  }
}
