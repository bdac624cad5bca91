package io.tandem.process;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a parent tells a child.
///
/// @param identity the child's place in the tree: `1`, or `1:2` for the second child of the first
/// @param parentName the parent's name
/// @param parentPid the parent's process id
/// @param classes classes, by binary name, that only the parent's memory holds
/// @param task the action, by the codec for objects
record Payload(
    String identity, String parentName, long parentPid, Map<String, byte[]> classes, byte[] task) {

  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode the task of process " + identity, e);
    }
    return bytes.toByteArray();
  }

  private void writeTo(DataOutputStream out) throws IOException {
    writeText(out, identity);
    writeText(out, parentName);
    out.writeLong(parentPid);
    out.writeInt(classes.size());
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      writeText(out, entry.getKey());
      writeBytes(out, entry.getValue());
    }
    writeBytes(out, task);
  }

  /// Without a `DataInputStream`, whose handles take a new JVM some milliseconds.
  static Payload decode(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    String identity = readText(in);
    String parentName = readText(in);
    long parentPid = in.getLong();
    int count = in.getInt();
    Map<String, byte[]> classes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      classes.put(readText(in), readBytes(in));
    }
    return new Payload(identity, parentName, parentPid, classes, readBytes(in));
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readText(ByteBuffer in) {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
