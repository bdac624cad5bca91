package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pipe.Pipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UninterruptedTest {
  @Test
  void whoeverIsInterruptedSendsAndReceivesAndStaysSo() throws Exception {
    Pipe.Duplex pipe = Pipe.duplex();
    Thread.currentThread().interrupt();

    Uninterrupted.send(pipe.first(), new byte[] {1, 2});
    byte[] received = Uninterrupted.receive(pipe.second());

    assertTrue(Thread.interrupted());
    assertArrayEquals(new byte[] {1, 2}, received);
    pipe.close();
  }
}
