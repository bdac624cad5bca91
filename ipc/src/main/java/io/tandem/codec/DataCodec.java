package io.tandem.codec;

import io.tandem.memory.MemoryException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The codec for objects. These may cross, in any combination:
/// - null, boxes of primitives, [String], arrays of primitives and of objects, enums
/// - records, also generic, nested and sealed ones; made by their canonical constructor
/// - [List], [Set] and [java.util.Map]; those of a class that programs name, as
///   [java.util.ArrayList], arrive as that class, and all others, as [List#of] and views,
///   unmodifiable and in the same order; they may hold null. Other collections that are not
///   Serializable, as [java.util.Map#values], arrive as lists, unless they are queues
/// - entries of maps, unmodifiable; [java.util.Optional], also of primitives; [java.nio.file.Path],
///   [java.util.UUID], [java.math.BigInteger], [java.math.BigDecimal], and `java.time`
/// - [MemorySegment]s, which arrive in the heap
/// - shared objects, scopes and blocks, which arrive as the same memory, and whatever else travels
///   by Java serialization's rules as a record: its `writeReplace` gives that, whose `readResolve`
///   gives it back
/// - lambdas and method references, with what they captured
/// - whatever is [java.io.Serializable] beside, such as exceptions
///
/// Everything is copied but shared objects. An object that is in a value twice arrives as two,
/// unless Java serialization carries both. The bytes stand in `docs/codec.md`.
///
/// Between JVMs of one class path, as a parent and its children, any class may come in, and limits
/// only guard against damage: [Codec#data()]. From anywhere else only what [#allowing] lists.
///
/// It is used by any number of threads. Where it travels itself, with the handle of a pipe, a queue
/// or a list, it allows there what it allows here. Nothing that comes in makes it hang, overflow
/// the stack, or allocate much more than its own size; it fails with a [CodecException], or with a
/// [MemoryException] if it names a shared object that is not there.
///
/// ```java
/// io.tandem.codec.Codec careful = io.tandem.codec.DataCodec.allowing("com.acme.orders.*");
/// ```
public final class DataCodec implements Codec, Serializable {
  static final DataCodec OF_APPLICATION =
      new DataCodec(ClassLoader.getSystemClassLoader(), Trust.SAME_CLASS_PATH);

  private static final long serialVersionUID = 1;
  private static final int ID = 2;

  private final transient ClassLoader loader;
  private final transient Trust trust;
  private final transient KnownTypes known = new KnownTypes();

  private DataCodec(ClassLoader loader, Trust trust) {
    this.loader = loader;
    this.trust = trust;
  }

  /// Trusts whoever sends, and finds classes by the thread's context class loader as it is now.
  static DataCodec trusting() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null || loader == OF_APPLICATION.loader
        ? OF_APPLICATION
        : new DataCodec(loader, Trust.SAME_CLASS_PATH);
  }

  /// The codec for data from processes that are not trusted with this one's class path: only listed
  /// classes are made, and no other is even loaded. Boxes, texts, collections, `java.time` and the
  /// like need not be listed.
  ///
  /// @param classes the name of a class, as [Class#getName] has it; `a.b.*` for all of a package;
  ///   `a.b.**` also for those of the packages below. Shared objects need `io.tandem.**`, lambdas
  ///   `java.lang.invoke.SerializedLambda`: think twice
  /// @throws IllegalArgumentException if one is none of these
  public static DataCodec allowing(String... classes) {
    return new DataCodec(trusting().loader, Trust.only(List.of(classes)));
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "data";
  }

  @Override
  public Encoding encode(@Nullable Object value) {
    return encode(value, new DataEncoder(0, null));
  }

  /// Encodes a value, and notes the classes whose code is needed to decode it.
  ///
  /// @param classes where they are noted
  /// @throws CodecException.Unencodable if it cannot be encoded
  public static Encoding encode(@Nullable Object value, Set<Class<?>> classes) {
    return encode(value, new DataEncoder(0, classes));
  }

  static Output encode(@Nullable Object value, DataEncoder encoder) {
    try {
      encoder.encode(value);
    } catch (Blame e) {
      throw new CodecException.Unencodable(
          "Cannot encode a " + nameOf(value), e.text(simpleNameOf(value)), e);
    }
    return encoder.output();
  }

  private static String nameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  private static String simpleNameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getSimpleName();
  }

  @Override
  public @Nullable Object decode(MemorySegment bytes) {
    return decode(bytes, 0);
  }

  /// Makes no segment of it: the classes of those take a new JVM longer than all else that it needs
  /// to decode a small task.
  @Override
  public @Nullable Object decode(byte[] bytes) {
    return decode(new Input(bytes), List.of(), 0);
  }

  /// Decodes what begins at an offset.
  @Nullable Object decode(MemorySegment bytes, int from) {
    Input in =
        bytes.heapBase().orElse(null) instanceof byte[] array
            ? new Input(array, (int) bytes.address(), (int) bytes.byteSize(), from)
            : new Input(bytes, from);
    return decode(in, List.of(), 0);
  }

  /// @param known types that are not told
  /// @param depth in which the value is already
  @Nullable Object decode(Input in, List<TypeForm> known, int depth) {
    try {
      Object value = new DataDecoder(this, in, known, depth).decode();
      in.requireEnd();
      return value;
    } catch (CodecException | MemoryException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new CodecException.Malformed(
          "Cannot decode a value: %s. It is damaged: send it again.".formatted(e), e);
    }
  }

  /// Whether it lists what may come in.
  public boolean isCareful() {
    return trust.patterns() != null;
  }

  // ---- from process to process ----

  private Object writeReplace() {
    return new Handle(trust.patterns());
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A DataCodec travels as what it allows");
  }

  /// What travels instead of a codec.
  private record Handle(@Nullable List<String> allowed) implements Serializable {
    private Object readResolve() {
      return allowed == null ? trusting() : allowing(allowed.toArray(String[]::new));
    }
  }

  // ---- for the decoder ----

  ClassLoader loader() {
    return loader;
  }

  Trust trust() {
    return trust;
  }

  KnownTypes known() {
    return known;
  }

  /// The type that the other end told, if it may come in and is the same here.
  TypeForm resolve(String text) {
    int end = text.indexOf('(');
    String name = end < 0 ? text : text.substring(0, end);
    trust.require(name);
    TypeForm here = formOf(classNamed(name));
    if (!here.text.equals(text)) {
      throw new CodecException.Mismatch(
          "Cannot decode a %s: it was sent as %s and is %s here. ".formatted(name, text, here.text)
              + "Give both ends the same version of it.");
    }
    known.add(here);
    return here;
  }

  /// The class around a lambda that came in, if that may come in.
  Class<?> requireLambda(String name) {
    trust.require(SerializedLambda.class.getName());
    trust.require(name);
    return classNamed(name);
  }

  private static TypeForm formOf(Class<?> type) {
    try {
      return TypeForm.of(type);
    } catch (Blame e) {
      throw new CodecException.Refused(
          "Cannot decode a %s: %s".formatted(type.getName(), e.text("it")), e);
    }
  }

  private Class<?> classNamed(String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new CodecException.Refused(
          "Cannot decode a %s: it is not on this end's class path. Add it.".formatted(name), e);
    }
  }
}
