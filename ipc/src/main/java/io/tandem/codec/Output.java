package io.tandem.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An encoding in the making, and then the encoding: small values in chunks of bytes, and between
/// them long arrays and segments where they are, so that those are copied once, to where they go.
///
/// A value is walked once. That is as fast as walking it twice, to measure and to write, and what
/// another thread changes meanwhile cannot outgrow the room that was claimed.
final class Output implements Encoding {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;
  private static final int FIRST_CHUNK = 128;
  private static final int LONGEST_CHUNK = 1 << 16;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final int COPIED_TWICE = 512; // bytes that are cheaper to copy than to remember

  private byte[] chunk = new byte[FIRST_CHUNK];
  private int start; // of what is in no piece yet
  private int at;
  private long piecesBytes;
  private @Nullable List<MemorySegment> pieces;

  // ---- the encoding ----

  @Override
  public long size() {
    return piecesBytes + at - start;
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    Objects.checkFromIndexSize(offset, size(), target.byteSize());
    long to = offset;
    if (pieces != null) {
      for (MemorySegment piece : pieces) {
        MemorySegment.copy(piece, 0, target, to, piece.byteSize());
        to += piece.byteSize();
      }
    }
    MemorySegment.copy(chunk, start, target, JAVA_BYTE, to, at - start);
  }

  @Override
  public byte[] toBytes() {
    return pieces == null ? Arrays.copyOfRange(chunk, start, at) : Encoding.super.toBytes();
  }

  // ---- small values ----

  void writeByte(int value) {
    reserve(1);
    chunk[at++] = (byte) value;
  }

  /// Of 2, 4 or 8 bytes, the lowest first.
  void writeFixed(long value, int size) {
    reserve(size);
    if (size == Long.BYTES) {
      LONG.set(chunk, at, value);
    } else {
      for (int i = 0; i < size; i++) {
        chunk[at + i] = (byte) (value >>> Byte.SIZE * i);
      }
    }
    at += size;
  }

  /// Short for small numbers, negative ones too.
  void writeNumber(long value) {
    writeLength(value << 1 ^ value >> 63);
  }

  /// Short for small numbers that are not negative.
  void writeLength(long value) {
    reserve(10);
    long rest = value;
    for (; (rest & ~SEVEN_BITS) != 0; rest >>>= 7) {
      chunk[at++] = (byte) (rest & SEVEN_BITS | MORE);
    }
    chunk[at++] = (byte) rest;
  }

  /// Writes a short text, if it has only ASCII characters, behind a byte.
  ///
  /// @param text of at most 127 characters
  /// @return whether it has; otherwise nothing is written
  boolean writeAscii(int before, String text) {
    int length = text.length();
    reserve(length + 2);
    for (int i = 0; i < length; i++) {
      char each = text.charAt(i);
      if (each > SEVEN_BITS) {
        return false;
      }
      chunk[at + 2 + i] = (byte) each;
    }
    chunk[at] = (byte) before;
    chunk[at + 1] = (byte) length;
    at += length + 2;
    return true;
  }

  void writeUtf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeLength(bytes.length);
    writeBytes(bytes);
  }

  // ---- long ones ----

  /// @param bytes nobody changes them any more
  void writeBytes(byte[] bytes) {
    if (bytes.length > COPIED_TWICE) {
      endPiece();
      addPiece(MemorySegment.ofArray(bytes));
      return;
    }
    reserve(bytes.length);
    System.arraycopy(bytes, 0, chunk, at, bytes.length);
    at += bytes.length;
  }

  /// Remembers where its bytes are, if there are many.
  void writeSegment(MemorySegment segment) {
    long size = segment.byteSize();
    if (size > COPIED_TWICE) {
      endPiece();
      addPiece(segment);
      return;
    }
    reserve((int) size);
    MemorySegment.copy(segment, JAVA_BYTE, 0, chunk, at, (int) size);
    at += (int) size;
  }

  /// Goes on with what another one has, which is not used any more.
  void append(Output other) {
    if (other.pieces != null) {
      endPiece();
      other.pieces.forEach(this::addPiece);
    }
    writeSegment(MemorySegment.ofArray(other.chunk).asSlice(other.start, other.at - other.start));
  }

  private void reserve(int bytes) {
    if (bytes > chunk.length - at) {
      endPiece();
      chunk = new byte[Math.max(bytes, Math.min(2 * chunk.length, LONGEST_CHUNK))];
      start = 0;
      at = 0;
    }
  }

  private void endPiece() {
    if (at > start) {
      addPiece(MemorySegment.ofArray(chunk).asSlice(start, at - start));
      start = at;
    }
  }

  private void addPiece(MemorySegment piece) {
    if (pieces == null) {
      pieces = new ArrayList<>();
    }
    pieces.add(piece);
    piecesBytes += piece.byteSize();
  }
}
