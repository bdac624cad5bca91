package io.tandem.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Java serialization for what has no form of its own: lambdas, exceptions, shared objects, classes
/// of users. In it, what Java serialization does not know travels in its own form.
final class JavaWriter extends ObjectOutputStream {
  /// Instead of a name.
  static final String AN_ARRAY = "";

  private final int depth;
  private final @Nullable Set<Class<?>> classes;
  private @Nullable Object refused;

  private JavaWriter(OutputStream out, int depth, @Nullable Set<Class<?>> classes)
      throws IOException {
    super(out);
    this.depth = depth;
    this.classes = classes;
    enableReplaceObject(true);
  }

  /// @param depth in which the value is already
  /// @param classes where all classes are noted that are named, or null
  /// @throws Blame if it cannot be serialized
  static byte[] write(Serializable value, int depth, @Nullable Set<Class<?>> classes) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new JavaWriter(bytes, depth, classes)) {
      out.writeWhole(value);
    } catch (IOException e) {
      throw new Blame(
          "is a %s, which Java serialization refuses: %s".formatted(value.getClass().getName(), e),
          e);
    } catch (StackOverflowError e) {
      throw new Blame("holds objects too deep in each other for Java serialization", e)
          .advise("Keep them in a list, not in each other.");
    }
    return bytes.toByteArray();
  }

  private void writeWhole(Serializable value) throws IOException {
    try {
      writeObject(value);
    } catch (Blame e) {
      throw refused == null ? e : Culprit.in(value, refused, e);
    }
  }

  /// The name and a number instead of all fields: the other end has the class, or refuses. An
  /// array's goes as usual: its number takes a digest, which takes a new JVM long to load.
  @Override
  protected void writeClassDescriptor(ObjectStreamClass description) throws IOException {
    if (description.forClass().isArray()) {
      writeUTF(AN_ARRAY);
      super.writeClassDescriptor(description);
      return;
    }
    writeUTF(description.getName());
    writeLong(JavaReader.fingerprint(description));
  }

  @Override
  protected void annotateClass(Class<?> type) {
    if (classes != null) {
      classes.add(type);
    }
  }

  @Override
  protected void annotateProxyClass(Class<?> type) {
    if (classes != null) {
      classes.addAll(Set.of(type.getInterfaces()));
    }
  }

  @Override
  protected Object replaceObject(Object object) {
    if (object instanceof Serializable && !HandleForm.isHandle(object.getClass())) {
      return object;
    }
    var encoder = new DataEncoder(depth, classes);
    try {
      encoder.encode(object);
    } catch (Blame e) {
      refused = object;
      throw e;
    }
    return new Embedded(encoder.output().toBytes());
  }

  /// A value as [DataEncoder] writes it.
  static final class Embedded implements Serializable {
    private static final long serialVersionUID = 1;

    final byte[] bytes;

    Embedded(byte[] bytes) {
      this.bytes = bytes;
    }
  }
}
