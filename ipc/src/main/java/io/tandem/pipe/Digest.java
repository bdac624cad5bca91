package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;

/// The hashes that an answer to a [Challenge] may be made with, by Python's names.
enum Digest {
  MD5("md5", "HmacMD5"),
  SHA256("sha256", "HmacSHA256"),
  SHA384("sha384", "HmacSHA384"),
  SHA3_256("sha3_256", "HmacSHA3-256"),
  SHA3_384("sha3_384", "HmacSHA3-384");

  /// As it stands in front of a message.
  final String prefix;

  /// The JDK's name for the code that the hash and a key make of a message.
  final String algorithm;

  Digest(String name, String algorithm) {
    this.prefix = "{" + name + "}";
    this.algorithm = algorithm;
  }

  /// The one that a message begins with.
  static Optional<Digest> inFrontOf(byte[] message) {
    String text = new String(message, US_ASCII);
    return Arrays.stream(values()).filter(each -> text.startsWith(each.prefix)).findFirst();
  }
}
