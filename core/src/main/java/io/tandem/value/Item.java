package io.tandem.value;

import org.jspecify.annotations.Nullable;

/// A value as a [ShareableList] stores it.
sealed interface Item {
  /// Codes: what is to be done with what Python's struct unpacks.
  byte AS_IT_IS = 0;

  byte TEXT = 1;
  byte BYTES = 2;
  byte NONE = 3;

  /// What its slot has as code.
  byte code();

  /// A value that fills 8 bytes: `word` is stored as a number in native byte order.
  record Number(long format, byte code, long word) implements Item {}

  /// A text or bytes.
  ///
  /// @param characters how many of them: what Python counts when it makes room for them
  record Content(byte code, byte[] bytes, int characters) implements Item {
    private static final int STEP = 8;

    /// The room that it needs: one byte more than it is long, at least.
    ///
    /// @param asPython with too little room for characters that are longer than a byte
    long slotBytes(boolean asPython) {
      int length = asPython ? characters : bytes.length;
      return (long) STEP * (length / STEP + 1);
    }

    boolean endsWithZero() {
      return bytes.length > 0 && bytes[bytes.length - 1] == 0;
    }
  }

  /// @throws ClassCastException if it is of a type that these lists do not have
  /// @throws IllegalArgumentException if it is a text that has no UTF-8
  static Item of(@Nullable Object value) {
    return switch (value) {
      case null -> new Number(ItemFormat.NONE, NONE, 0);
      case Integer number -> new Number(ItemFormat.INT, AS_IT_IS, number);
      case Long number -> new Number(ItemFormat.INT, AS_IT_IS, number);
      case Double number ->
          new Number(ItemFormat.FLOAT, AS_IT_IS, Double.doubleToRawLongBits(number));
      case Boolean truth -> new Number(ItemFormat.BOOL, AS_IT_IS, ShareableMemory.word(truth));
      case String text ->
          new Content(TEXT, Utf8.encode(text), text.codePointCount(0, text.length()));
      case byte[] bytes -> new Content(BYTES, bytes.clone(), bytes.length);
      default ->
          throw new ClassCastException(
              "Cannot put a %s into a ShareableList. ".formatted(value.getClass().getName())
                  + "Use an Integer, Long, Double, Boolean, String, byte[] or null.");
    };
  }
}
