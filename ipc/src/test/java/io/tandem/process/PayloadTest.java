package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadTest {
  @Test
  void arrivesAsItWasSent() throws Exception {
    var sent =
        new Payload(
            "1:2",
            "père",
            4711,
            Map.of("a.B", new byte[] {1}, "C", new byte[0]),
            new byte[] {2, 3});

    Payload got = Payload.decode(sent.encode());

    assertEquals("1:2", got.identity());
    assertEquals("père", got.parentName());
    assertEquals(4711, got.parentPid());
    assertEquals(2, got.classes().size());
    assertArrayEquals(new byte[] {1}, got.classes().get("a.B"));
    assertArrayEquals(new byte[0], got.classes().get("C"));
    assertArrayEquals(new byte[] {2, 3}, got.task());
  }
}
