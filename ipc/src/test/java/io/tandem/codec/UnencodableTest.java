package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What cannot cross is told soon and with its path, however Java serialization, lambdas and
/// records hold each other.
@Timeout(60)
class UnencodableTest {
  private static final String HERE = UnencodableTest.class.getName();

  record Row(Object content) {}

  // ---- lambdas ----

  @Test
  void aLambdaThatIsNotSerializableIsToldWhatToDo() {
    Function<Integer, Integer> lambda = x -> x + 1;
    String message = refusal(new Row(lambda));
    assertEquals(
        "Cannot encode a %s$Row: Row.content is a lambda for java.util.function.Function, which"
                .formatted(HERE)
            + " cannot cross. Let its interface extend java.io.Serializable, as Task and Action"
            + " do, or cast it to (Function & Serializable).",
        message);
  }

  private static String refusal(Object value) {
    return assertThrows(CodecException.Unencodable.class, () -> Codec.data().encode(value))
        .getMessage();
  }
}
