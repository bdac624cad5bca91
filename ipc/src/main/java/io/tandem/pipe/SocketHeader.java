package io.tandem.pipe;

import java.nio.ByteBuffer;

/// What is in front of each message on a socket, as Python's `multiprocessing.connection` has it.
///
/// ```text
/// offset  size  field
///      0     4  the message's length, big-endian; or -1, if it has 2^31 bytes or more, and then
///      4     8  the message's length, big-endian
/// ```
final class SocketHeader {
  private static final int LENGTH_FOLLOWS = -1;

  private SocketHeader() {}

  /// @param length less than 2^31
  static ByteBuffer of(int length) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(0, length);
  }

  /// Whether a whole header is there.
  static boolean isIn(ByteBuffer bytes) {
    int rest = bytes.remaining();
    return rest >= Integer.BYTES
        && (bytes.getInt(bytes.position()) != LENGTH_FOLLOWS || rest >= Integer.BYTES + Long.BYTES);
  }

  /// Takes a header that [#isIn].
  ///
  /// @return the length; negative if it is none
  static long take(ByteBuffer bytes) {
    int length = bytes.getInt();
    return length == LENGTH_FOLLOWS ? bytes.getLong() : length;
  }
}
