package io.tandem.codec;

import static java.lang.invoke.MethodType.methodType;

import io.tandem.memory.MemoryException;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Turns values of one class, which both ends know, into bytes and back: those of [DataCodec], but
/// without the names of the records and enums that the class declares to consist of. A record of
/// two small numbers takes 4 bytes.
///
/// Which those are, [#shape] tells. Two ends whose shapes are the same read each other's bytes; two
/// with different ones must not try.
///
/// Whatever [DataCodec] lists may cross, if it is of the class: for `Object`, all of it. The other
/// end is trusted as by [Codec#data()], or as little as by another [DataCodec]: then only those
/// records and enums, and what that one allows, are made. It is used by any number of threads.
///
/// ```java
/// var codec = io.tandem.codec.TypedCodec.of(DayOfWeek.class);
/// byte[] bytes = codec.encode(DayOfWeek.MONDAY);
/// DayOfWeek same = codec.decode(bytes);
/// ```
///
/// @param <E> of the values
public final class TypedCodec<E extends @Nullable Object> {
  private static final String LANG = "java.lang.";

  private final DataCodec codec;
  private final Class<E> type;
  private final List<TypeForm> known;

  private TypedCodec(Class<E> type, DataCodec codec) {
    this.type = type;
    this.codec = codec;
    this.known = DeclaredTypes.of(type);
  }

  /// Looks at a class. Other classes than those it declares are found by the context class loader
  /// that the calling thread has now.
  ///
  /// @param type that of a primitive means its box
  /// @throws CodecException.Unencodable if it is a record of a module that is closed
  public static <E extends @Nullable Object> TypedCodec<E> of(Class<E> type) {
    return of(type, DataCodec.trusting());
  }

  /// As [#of(Class)], for values from processes that are trusted no further than another codec
  /// trusts them.
  ///
  /// @param type of the values, as in [#of(Class)]
  /// @param codec says what may come in beside the records and enums that the class declares to
  ///   consist of
  /// @throws CodecException.Unencodable if it is a record of a module that is closed
  @SuppressWarnings("unchecked") // the class of a primitive is a Class of its box
  public static <E extends @Nullable Object> TypedCodec<E> of(Class<E> type, DataCodec codec) {
    try {
      TypeForm.of(type);
    } catch (Blame e) {
      throw new CodecException.Unencodable(
          "Cannot encode a " + type.getName(), e.text(type.getSimpleName()), e);
    }
    return new TypedCodec<>((Class<E>) methodType(type).wrap().returnType(), codec);
  }

  /// The class of the values.
  public Class<E> type() {
    return type;
  }

  /// The codec that says what may come in beside what the class declares to consist of.
  public DataCodec codec() {
    return codec;
  }

  /// The class, and the components of all records that it declares to consist of.
  public String shape() {
    var shape = new StringJoiner("; ");
    if (known.isEmpty() || known.getFirst().type != type) {
      shape.add(type.getTypeName());
    }
    known.forEach(each -> shape.add(each.text));
    String text = shape.toString();
    return text.startsWith(LANG) ? text.substring(LANG.length()) : text;
  }

  /// Encodes a value.
  ///
  /// @throws ClassCastException if it is of another class
  /// @throws CodecException.Unencodable if it cannot be encoded; the message names the part of it
  ///   that is to blame
  public byte[] encode(E value) {
    if (value != null && !type.isInstance(value)) {
      throw new ClassCastException(
          "Cannot encode a %s as a %s. Give one, or null."
              .formatted(value.getClass().getName(), type.getName()));
    }
    Output bytes = DataCodec.encode(value, new DataEncoder(known));
    if (bytes.size() > Encoding.LONGEST_ARRAY) {
      throw new CodecException.Unencodable(
          "Cannot encode a %s in %d bytes: the longest array has %d. Take it apart."
              .formatted(type.getName(), bytes.size(), Encoding.LONGEST_ARRAY));
    }
    return bytes.toBytes();
  }

  /// Makes a value of what [#encode] made of an equal one.
  ///
  /// @param bytes all of them, and no more
  /// @throws CodecException.Malformed if they are not what it writes for this class
  /// @throws CodecException.Mismatch if they hold what is of another shape here
  /// @throws CodecException.Refused if they hold what is of no class here, or may not come in
  /// @throws MemoryException if they name a shared object that is not there
  public E decode(byte[] bytes) {
    Object value = codec.decode(new Input(bytes), known, 0);
    if (value != null && !type.isInstance(value)) {
      throw Input.malformed(
          "a %s is in it where a %s belongs", value.getClass().getName(), type.getName());
    }
    return type.cast(value);
  }
}
