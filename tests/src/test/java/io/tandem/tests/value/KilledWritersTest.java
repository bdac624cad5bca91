package io.tandem.tests.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.value.StructValue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Other processes write a record as fast as they can and are killed; this one reads it.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledWritersTest {
  private static final int DEATHS = 3;
  private static final int MOST_KILLS = 50;
  private static final int MOST_NANOS = 20_000_000;

  private final PrivateRoot root = PrivateRoot.open();
  private final Random random = new Random();
  private long last;

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void noReaderSeesATornRecordOrAnOlderOne() throws Exception {
    try (var scope = SharedScope.create("readings")) {
      StructValue<Reading> value = StructValue.open(scope, "reading", Reading.of(0));
      try (var survivor = ChildJvm.start(ReadingWriter.class, "readings", "reading")) {
        survivor.awaitLine("writes");
        for (int kills = 0; value.getLock().ownerDeaths() < DEATHS; kills++) {
          assertTrue(kills < MOST_KILLS, "no kill hit a writer");
          killOne(value);
        }
      }
      afterAll(value);
      scope.unlink();
    }
  }

  private void killOne(StructValue<Reading> value) throws Exception {
    try (var victim = ChildJvm.start(ReadingWriter.class, "readings", "reading")) {
      victim.awaitLine("writes");
      read(value, random.nextInt(MOST_NANOS));
      victim.process().destroyForcibly();
      read(value, MOST_NANOS);
    }
  }

  private void read(StructValue<Reading> value, long nanos) {
    long start = System.nanoTime();
    do {
      Reading read = value.get();
      assertTrue(read.isWhole(), () -> "torn: " + read);
      assertTrue(read.number() >= last, () -> "%s after %d".formatted(read, last));
      last = read.number();
    } while (System.nanoTime() - start < nanos);
  }

  private void afterAll(StructValue<Reading> value) {
    read(value, 0);
    assertEquals(last, value.getPlain().number());
    assertTrue(value.getPlain().isWhole(), "torn in place");
    assertEquals(last + 1, value.updateAndGet(old -> Reading.of(old.number() + 1)).number());
    read(value, 0);
    assertEquals(last, value.getPlain().number());
  }
}
