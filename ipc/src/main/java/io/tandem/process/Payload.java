package io.tandem.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    out.writeUTF(identity);
    out.writeUTF(parentName);
    out.writeLong(parentPid);
    out.writeInt(classes.size());
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      out.writeUTF(entry.getKey());
      writeBytes(out, entry.getValue());
    }
    writeBytes(out, task);
  }

  static Payload decode(byte[] payload) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(payload));
    String identity = in.readUTF();
    String parentName = in.readUTF();
    long parentPid = in.readLong();
    int count = in.readInt();
    Map<String, byte[]> classes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      classes.put(in.readUTF(), readBytes(in));
    }
    return new Payload(identity, parentName, parentPid, classes, readBytes(in));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
