package io.tandem.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a [JavaWriter] wrote, of classes that may come in.
final class JavaReader extends ObjectInputStream {
  private final DataCodec codec;
  private final int depth;

  private JavaReader(byte[] bytes, DataCodec codec, int depth) throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.codec = codec;
    this.depth = depth;
    enableResolveObject(true);
    setObjectInputFilter(new Limits(codec.trust(), bytes.length));
  }

  static @Nullable Object read(byte[] bytes, DataCodec codec, int depth) {
    try (var in = new JavaReader(bytes, codec, depth)) {
      Object value = in.readObject();
      if (in.read() >= 0) {
        throw Input.malformed("something follows an object in Java serialization");
      }
      return value;
    } catch (InvalidClassException e) {
      throw new CodecException.Refused(
          "Cannot decode an object in Java serialization: %s. ".formatted(e.getMessage())
              + "Its class is another at the other end, or it exceeds a limit.",
          e);
    } catch (IOException | ClassNotFoundException e) {
      throw new CodecException.Malformed(
          "Cannot decode an object in Java serialization: %s. ".formatted(e)
              + "It is damaged, or of a class that is not here.",
          e);
    }
  }

  /// Everything in a stream takes at least one byte of it.
  private record Limits(Trust trust, long bytes) implements ObjectInputFilter {
    @Override
    public Status checkInput(FilterInfo info) {
      boolean tooMuch =
          info.depth() > trust.depth()
              || info.references() > Math.min(bytes, trust.references())
              || info.arrayLength() > bytes
              || info.streamBytes() > bytes;
      return tooMuch ? Status.REJECTED : Status.UNDECIDED;
    }
  }

  @Override
  protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
    String name = readUTF();
    if (name.equals(JavaWriter.AN_ARRAY)) {
      return readArrayDescriptor();
    }
    long fingerprint = readLong();
    ObjectStreamClass here = ObjectStreamClass.lookupAny(classNamed(name));
    if (fingerprint(here) != fingerprint) {
      throw new InvalidClassException(name, "its fields or its serialVersionUID differ");
    }
    return here;
  }

  private ObjectStreamClass readArrayDescriptor() throws IOException, ClassNotFoundException {
    ObjectStreamClass array = super.readClassDescriptor();
    if (!array.getName().startsWith("[")) {
      throw new InvalidClassException(array.getName(), "it is no array");
    }
    return array;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
    Class<?> known = description.forClass();
    return known != null ? known : classNamed(description.getName());
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces)
      throws IOException, ClassNotFoundException {
    for (String each : interfaces) {
      codec.trust().require(each);
    }
    return super.resolveProxyClass(interfaces);
  }

  private Class<?> classNamed(String name) throws ClassNotFoundException {
    if (name.equals(JavaWriter.Embedded.class.getName())) {
      return JavaWriter.Embedded.class;
    }
    codec.trust().require(name);
    Class<?> primitive = Class.forPrimitiveName(name);
    return primitive != null ? primitive : Class.forName(name, false, codec.loader());
  }

  @Override
  protected @Nullable Object resolveObject(Object object) {
    return object instanceof JavaWriter.Embedded embedded
        ? codec.decode(new Input(embedded.bytes), List.of(), depth)
        : object;
  }

  /// What has to be the same at both ends for an object's bytes to mean the same.
  static long fingerprint(ObjectStreamClass description) {
    long hash = description.getSerialVersionUID();
    for (ObjectStreamField field : description.getFields()) {
      hash = hash * 31 + field.getName().hashCode();
      hash = hash * 31 + field.getTypeCode();
    }
    return hash;
  }
}
