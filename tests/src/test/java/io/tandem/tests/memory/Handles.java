package io.tandem.tests.memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HexFormat;

/// Shared objects as text that fits on a command line.
final class Handles {
  private Handles() {}

  static String toText(Serializable object) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  static Object fromText(String text) throws IOException, ClassNotFoundException {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(text)))) {
      return in.readObject();
    }
  }
}
