package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.codec.Encoding;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The elements of a queue, and the bytes that they are in it.
///
/// @param <E> of elements; not checked
final class Elements<E> {
  private static final int LONGEST = Integer.MAX_VALUE - 8; // what HotSpot allows

  private final Codec codec;
  private final boolean raw;

  Elements(Codec codec) {
    this.codec = codec;
    this.raw = codec == Codec.bytes();
  }

  /// @throws CodecException.Unencodable if it cannot be encoded
  byte[] encode(E element) {
    if (raw && element instanceof byte[] bytes) {
      return bytes;
    }
    if (element == null) {
      throw new NullPointerException(
          "Cannot put null: a queue says by it that it is empty. Put an Optional of it.");
    }
    Encoding encoding = codec.encode(element);
    if (encoding.size() > LONGEST) {
      throw new CodecException.Unencodable(tooLong(encoding.size()));
    }
    byte[] bytes = new byte[(int) encoding.size()];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  /// As [#encode], for many.
  @SuppressWarnings("unchecked")
  byte[][] encodeAll(Object[] many) {
    var all = new byte[many.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = encode((E) many[i]);
    }
    return all;
  }

  /// @throws IllegalArgumentException if no message may be so long
  static int requireLength(long bytes) {
    if (bytes > LONGEST) {
      throw new IllegalArgumentException(tooLong(bytes));
    }
    return (int) bytes;
  }

  private static String tooLong(long bytes) {
    return "Cannot put a message of %d bytes: the longest has 2^31 - 9. Put it in parts."
        .formatted(bytes);
  }

  /// @throws CodecException if it cannot be decoded
  @SuppressWarnings("unchecked")
  E decode(byte @Nullable [] bytes) {
    Objects.requireNonNull(bytes);
    Object element = raw ? bytes : codec.decode(bytes);
    return (E) Objects.requireNonNull(element);
  }

  /// Adds all that can be decoded to a collection.
  ///
  /// @throws CodecException at the end, if one could not; the others' are suppressed in it
  void decodeAll(List<byte[]> messages, Collection<? super E> target) {
    CodecException failure = null;
    for (byte[] each : messages) {
      try {
        target.add(decode(each));
      } catch (CodecException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// The codec, if it lists what may come in.
  @Nullable DataCodec careful() {
    return codec instanceof DataCodec data && data.isCareful() ? data : null;
  }

  /// Whether they are bytes as they are.
  boolean areRaw() {
    return raw;
  }
}
