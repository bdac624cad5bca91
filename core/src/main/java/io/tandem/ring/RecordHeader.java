package io.tandem.ring;

import io.tandem.word.Words;
import java.nio.ByteOrder;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/// The 8 bytes before each message, which are read and written as one word.
///
/// They are Agrona's: the record's length with this header, and its type. Zero means that there is
/// no record. While the message is not complete the length is negative, and instead of the type
/// there is the owner of the claim: whoever finds one knows whom it waits for.
final class RecordHeader {
  static final int BYTES = RecordDescriptor.HEADER_LENGTH;
  static final int PADDING = RingBuffer.PADDING_MSG_TYPE_ID;
  static final long NONE = 0;

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private RecordHeader() {}

  static long of(int recordLength, int type) {
    return LITTLE_ENDIAN
        ? (long) type << 32 | Integer.toUnsignedLong(recordLength)
        : (long) recordLength << 32 | Integer.toUnsignedLong(type);
  }

  static long claim(int recordLength, int owner) {
    return of(-recordLength, owner);
  }

  static int length(long header) {
    return (int) (LITTLE_ENDIAN ? header : header >>> 32);
  }

  static int type(long header) {
    return (int) (LITTLE_ENDIAN ? header >>> 32 : header);
  }

  static int owner(long claim) {
    return type(claim);
  }

  /// The bytes from the beginning of one record to the next.
  static int aligned(int recordLength) {
    return recordLength + (RecordDescriptor.ALIGNMENT - 1) & -RecordDescriptor.ALIGNMENT;
  }

  /// Walks over records that are complete.
  ///
  /// @param from the position of the first
  /// @return the position of the first that is not, at most the capacity further on
  static long skipComplete(Words words, int capacity, long from) {
    long position = from;
    while (position < from + capacity) {
      long at = RingLayout.BYTES + (position & capacity - BYTES);
      int length = length(words.getLongAcquire(at)); // acquire: pairs with publish
      if (length < BYTES || length > capacity) {
        return position;
      }
      position += aligned(length);
    }
    return from + capacity;
  }
}
