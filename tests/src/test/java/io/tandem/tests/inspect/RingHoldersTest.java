package io.tandem.tests.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.UserView;
import io.tandem.memory.Inspector;
import io.tandem.memory.SharedScope;
import io.tandem.ring.ManyToOneRing;
import io.tandem.ring.RingView;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A ring seen from outside names those who use it as long as they live.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingHoldersTest {
  @Test
  void thoseWhoDiedAreCountedAndNotNamed() throws Exception {
    try (var root = PrivateRoot.open();
        var scope = SharedScope.create("market", 100_000);
        var writer = ChildJvm.start(Writer.class);
        var reader = ChildJvm.start(Reader.class)) {
      writer.awaitLine("ready");
      reader.awaitLine("ready");
      RingView both = ring(Inspector.inspect());
      assertEquals(List.of(text(writer)), both.producers());
      assertEquals(Optional.of(text(reader)), both.consumer());
      assertEquals(2, both.pending());

      writer.kill();
      reader.kill();
      awaitDeaths();

      RingView neither = ring(Inspector.inspect());
      assertEquals(List.of(), neither.producers());
      assertEquals(Optional.empty(), neither.consumer());
      assertEquals(1, neither.dead());
      scope.unlink();
      assertTrue(root.list().isEmpty());
    }
  }

  private static void awaitDeaths() {
    Predicate<UserView> someLive =
        user ->
            user.peers().stream()
                .anyMatch(peer -> peer.alive() && peer.pid() != ProcessHandle.current().pid());
    while (someLive.test(Inspector.inspect())) {
      Thread.onSpinWait();
    }
  }

  private static RingView ring(UserView user) {
    var contents = user.scopes().getFirst().contents().orElseThrow();
    return (RingView) contents.objects().getFirst().details().orElseThrow();
  }

  private static String text(ChildJvm child) {
    return "process 'main' (pid %d)".formatted(child.process().pid());
  }

  /// Writes two messages and stays.
  static final class Writer {
    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.attach("market");
          var producer = ManyToOneRing.open(scope, "fills", 4096, 1).producer()) {
        producer.commit(producer.tryClaim(1, 10));
        producer.commit(producer.tryClaim(1, 10));
        System.out.println("ready");
        System.in.read();
      }
    }
  }

  /// Takes the consumer's role and reads nothing.
  static final class Reader {
    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.attach("market");
          var _ = ManyToOneRing.open(scope, "fills", 4096, 1).consumer()) {
        System.out.println("ready");
        System.in.read();
      }
    }
  }
}
