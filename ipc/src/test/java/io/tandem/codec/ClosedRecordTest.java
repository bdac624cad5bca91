package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.CompiledModule;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of named modules, which say who may use them: wherever in a value they are.
class ClosedRecordTest {
  @TempDir private Path folder;

  private interface Job extends Supplier<Object>, Serializable {}

  @Test
  void aClosedRecordIsRefusedWithTheLineToAdd() throws Exception {
    Record quote = CompiledModule.quote(folder, "");

    var failure = assertThrows(CodecException.Unencodable.class, () -> encode(quote));

    assertEquals(
        "Cannot encode a acme.Quote: Quote is a acme.Quote of the module acme, which is closed."
            + " Add to its module-info.java: opens acme;",
        failure.getMessage());
  }

  @Test
  void soIsOneInsideOfOtherValues() throws Exception {
    Record quote = CompiledModule.quote(folder, "");
    var array = (Object[]) Array.newInstance(quote.getClass(), 1);
    array[0] = quote;
    Job job = () -> quote;
    Job inner = () -> Optional.of(array);
    for (Object each : List.of(array, Optional.of(quote), new Object[] {quote}, job, inner)) {
      var failure = assertThrows(CodecException.Unencodable.class, () -> encode(each));
      String line =
          "is a acme.Quote of the module acme, which is closed. Add to its module-info.java: opens";
      assertTrue(failure.getMessage().contains(line), failure.getMessage());
    }
  }

  @Test
  void anOpenOneIsSent() throws Exception {
    Record quote = CompiledModule.quote(folder, "opens acme;");
    assertTrue(encode(quote).size() > 0);
  }

  private static Encoding encode(Object value) {
    return Codec.data().encode(value);
  }
}
