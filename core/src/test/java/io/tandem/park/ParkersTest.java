package io.tandem.park;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.linux.Platform;
import io.tandem.peer.FakePeers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which parker a process uses.
class ParkersTest {
  private final String before = System.getProperty(Parker.PROPERTY, "futex");

  @AfterEach
  void restore() {
    System.setProperty(Parker.PROPERTY, before);
  }

  private static Parker chosenFor(String property) {
    System.setProperty(Parker.PROPERTY, property);
    return Parker.of(new FakePeers());
  }

  @Test
  void peersHaveOneParkerEach() {
    var some = new FakePeers();
    var others = new FakePeers();

    assertSame(Parker.of(some), Parker.of(some));
    assertNotSame(Parker.of(some), Parker.of(others));
  }

  @Test
  void futexesAreUsedWhereTheyAre() {
    Class<?> expected = Platform.NATIVE_LINUX ? FutexParker.class : PollingParker.class;

    assertInstanceOf(expected, chosenFor("futex"));
  }

  @Test
  void pollingCanBeAskedFor() {
    assertInstanceOf(PollingParker.class, chosenFor("polling"));
  }

  @Test
  void anUnknownParkerIsAnErrorThatNamesTheKnownOnes() {
    var error = assertThrows(IllegalArgumentException.class, () -> chosenFor("poling"));

    assertEquals(
        "There is no parker 'poling'. Set -Dtandem.parker to 'futex' or 'polling', or leave it"
            + " out.",
        error.getMessage());
  }
}
