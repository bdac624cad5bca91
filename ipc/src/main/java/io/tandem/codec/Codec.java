package io.tandem.codec;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Turns values into bytes and back, for those who send them to other processes.
///
/// Two processes understand each other if both use codecs of the same id, version and name. A codec
/// is used by any number of threads at a time. To send, ask for the [Encoding] first, claim room of
/// its size, and write it there:
///
/// ```java
/// var codec = io.tandem.codec.Codec.data();
/// var message = io.tandem.codec.Frame.encode(codec, List.of(1, "a"));
/// try (var arena = java.lang.foreign.Arena.ofConfined()) {
///   var room = arena.allocate(message.size());
///   message.writeTo(room, 0);
///   Object same = io.tandem.codec.Frame.decode(codec, room);
/// }
/// ```
public interface Codec {
  /// The ids below this one are Tandem's own.
  int FIRST_FREE_ID = 64;

  /// Tells it from all others: 0 to 255.
  int id();

  /// Of its format, 0 to 255: bytes of one version are not read as another's.
  default int version() {
    return 1;
  }

  /// For people, and for all that two ends have to agree on beside the id.
  String name();

  /// Encodes a value, but writes it nowhere yet.
  ///
  /// Whatever the value is made of is looked at now, once; only the elements of arrays and the
  /// bytes of segments may be read as late as [Encoding#writeTo].
  ///
  /// @throws CodecException.Unencodable if it cannot be encoded; the message names the part of it
  ///   that is to blame
  Encoding encode(@Nullable Object value);

  /// Makes a value of what [#encode] made of an equal one, and keeps nothing of the memory.
  ///
  /// @param bytes all of them, and no more
  /// @throws CodecException.Malformed if they are not what it writes
  /// @throws CodecException.Refused if they name what may not come in
  @Nullable Object decode(MemorySegment bytes);

  /// As [#decode(MemorySegment)], of an array that nobody changes meanwhile.
  default @Nullable Object decode(byte[] bytes) {
    return decode(MemorySegment.ofArray(bytes));
  }

  /// The codec for objects, between JVMs of one class path: see [DataCodec]. It finds classes by
  /// the context class loader that the calling thread has now.
  static Codec data() {
    return DataCodec.trusting();
  }

  /// The codec for arrays of bytes and for [MemorySegment]s, as they are. Both come out as
  /// `byte[]`.
  static Codec bytes() {
    return BytesCodec.INSTANCE;
  }
}
