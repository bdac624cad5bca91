package io.tandem.tests.value;

import io.tandem.value.Length;
import java.util.Arrays;
import java.util.stream.LongStream;

/// A record whose parts all follow from its number, so that parts of two do not fit together.
record Reading(long number, @Length(6) long[] multiples, @Length(24) String text, byte last) {
  static Reading of(long number) {
    long[] multiples = LongStream.range(0, 6).map(i -> i * number).toArray();
    return new Reading(number, multiples, Long.toString(number), (byte) number);
  }

  boolean isWhole() {
    Reading whole = of(number);
    return Arrays.equals(multiples, whole.multiples)
        && text.equals(whole.text)
        && last == whole.last;
  }

  @Override
  public String toString() {
    return "%d %s '%s' %d".formatted(number, Arrays.toString(multiples), text, last);
  }
}
