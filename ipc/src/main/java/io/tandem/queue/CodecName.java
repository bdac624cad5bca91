package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Whose bytes a queue holds: it is said once in the queue, and not in front of each message.
///
/// @param name cut off where it is long
record CodecName(int id, int version, String name) {
  private static final int VERSION_SHIFT = 8;
  private static final int BYTE = 0xff;
  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  static CodecName of(Codec codec) {
    return new CodecName(codec.id(), codec.version(), new String(bytes(codec.name()), UTF_8));
  }

  private static byte[] bytes(String name) {
    byte[] all = name.getBytes(UTF_8);
    return all.length <= QueueLayout.CODEC_NAME_BYTES
        ? all
        : Arrays.copyOf(all, QueueLayout.CODEC_NAME_BYTES);
  }

  void write(Words words) {
    byte[] bytes = bytes(name);
    words.setInt(QueueLayout.CODEC_AT, version << VERSION_SHIFT | id);
    words.copyIn(QueueLayout.CODEC_NAME_AT, MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  static CodecName read(Words words) {
    int codec = words.getInt(QueueLayout.CODEC_AT);
    var bytes = new byte[QueueLayout.CODEC_NAME_BYTES];
    words.copyOut(QueueLayout.CODEC_NAME_AT, MemorySegment.ofArray(bytes), 0, bytes.length);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new CodecName(
        codec & BYTE, codec >>> VERSION_SHIFT & BYTE, new String(bytes, 0, length, UTF_8));
  }

  /// @throws CodecException.Mismatch if a queue is another codec's
  static void require(Words words, Codec codec, Object queue) {
    CodecName found = read(words);
    CodecName wanted = of(codec);
    if (!found.equals(wanted)) {
      throw new CodecException.Mismatch(
          "Cannot use %s with codec %s: it was made with codec %s. Use that, or another queue."
              .formatted(queue, wanted, found));
    }
  }

  /// The codec of a queue, for one who was only handed it: Tandem's own, or an installed one.
  static Codec find(Words words, Object queue) {
    CodecName name = read(words);
    Stream<Codec> installed =
        StreamSupport.stream(ServiceLoader.load(Codec.class).spliterator(), false);
    return Stream.concat(Stream.of(Codec.data(), Codec.bytes()), installed)
        .filter(each -> of(each).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CodecException.Mismatch(
                    "Cannot use %s: its codec %s is not installed here. ".formatted(queue, name)
                        + "Provide it as a service of io.tandem.codec.Codec."));
  }

  @Override
  public String toString() {
    return "%d (%s) version %d".formatted(id, name, version);
  }
}
