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
  private final int depth;
  private final @Nullable Set<Class<?>> classes;

  private JavaWriter(OutputStream out, int depth, @Nullable Set<Class<?>> classes)
      throws IOException {
    super(out);
    this.depth = depth;
    this.classes = classes;
    enableReplaceObject(true);
  }

  /// @param depth in which the value is already
  /// @param classes where all classes are noted that are written, or null
  /// @throws Blame if it cannot be serialized
  static byte[] write(Serializable value, int depth, @Nullable Set<Class<?>> classes) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new JavaWriter(bytes, depth, classes)) {
      out.writeObject(value);
    } catch (IOException | StackOverflowError e) {
      throw new Blame(
          "is a %s, which Java serialization refuses: %s".formatted(value.getClass().getName(), e),
          e);
    }
    return bytes.toByteArray();
  }

  /// The name and a number instead of all fields: the other end has the class, or refuses.
  @Override
  protected void writeClassDescriptor(ObjectStreamClass description) throws IOException {
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
    Class<?> type = object.getClass();
    boolean itself = object instanceof Serializable && !HandleForm.isHandle(type);
    if (itself || TypeForm.of(type).tag == TypeForm.NONE) {
      return object;
    }
    var encoder = new DataEncoder(depth, classes);
    encoder.encode(object);
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
