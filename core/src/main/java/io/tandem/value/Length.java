package io.tandem.value;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How long an array or a string of a record is when the record is laid out as a C struct: the
/// elements of an array, all of which must be there, or the most bytes of a string in UTF-8.
///
/// ```java
/// import io.tandem.value.Length;
///
/// record Trade(@Length(8) String symbol, @Length(4) double[] levels) {}
/// ```
///
/// **Source.** C's `char symbol[8]; double levels[4];`, in Python's `ctypes` `c_char * 8` and
/// `c_double * 4`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {
  /// The number of elements or bytes: 1 or more.
  int value();
}
