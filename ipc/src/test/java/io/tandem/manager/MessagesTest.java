package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Encoding;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// What goes between a client and a server.
class MessagesTest {
  /// A value that is too long to be written anywhere.
  private record Huge(long size) implements Encoding {
    @Override
    public void writeTo(MemorySegment target, long offset) {
      fail("It is written");
    }
  }

  @Test
  void whatNoArrayHoldsIsRefusedBeforeItIsWritten() {
    long fits = Encoding.LONGEST_ARRAY; // but for what is in front of it
    for (long size : new long[] {fits, 1L << 31, 1L << 40}) {
      assertRefused(() -> Messages.hello(new Huge(size), 1));
      assertRefused(() -> Messages.answer(Messages.VALUE, 7, new Huge(size)));
    }
  }

  private static void assertRefused(Runnable message) {
    String text = assertThrows(CodecException.Unencodable.class, message::run).getMessage();
    assertTrue(text.contains("2147483639 in one call is the most"), text);
  }

  @Test
  void anAnswerHasTheNumberOfItsCall() {
    byte[] answer = Messages.answer(Messages.VALUE, 1L << 40, Codec.data().encode("text"));

    assertEquals(Messages.VALUE, Messages.kind(answer));
    assertEquals(1L << 40, Messages.number(answer));
    assertEquals("text", Messages.value(answer, Codec.data()));
  }
}
