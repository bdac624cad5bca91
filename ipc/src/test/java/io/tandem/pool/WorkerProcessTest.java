package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The memory of a worker is its own until its pool has heard of its end.
@Timeout(60)
class WorkerProcessTest {
  private static final ObjectType TYPE = new ObjectType("next", 1);
  private static final long LIMIT_SECONDS = 50;

  @Test
  void aPoolThatHasNotHeardOfADeathTakesBackNobodyElsesTasks() throws Exception {
    var worker = new WorkerProcess(settings(), "worker", Set.of());
    var neighbours = new CompletableFuture<List<Long>>();

    worker.start(
        new Heard(
            _ -> worker.kill(),
            _ -> neighbours.complete(wordsOfNewBlockAfter(() -> worker.takeBack(7)))));

    assertEquals(List.of(0L, 0L), neighbours.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    worker.free();
    assertThrows(MemoryException.Stale.class, worker::free); // it was its own to the end
  }

  /// What was freed last is given away first.
  private static List<Long> wordsOfNewBlockAfter(Runnable change) {
    SharedBlock block = SharedScope.ofProcessTree().allocate(TYPE, WorkerLayout.BYTES);
    change.run();
    var words = block.segment().asSlice(0, 2 * Long.BYTES).toArray(ValueLayout.JAVA_LONG);
    block.free();
    return List.of(words[0], words[1]);
  }

  private static PoolSettings settings() {
    var small = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    var output = new OutputListener(null);
    var worker = new WorkerSettings(false, false, small, List.of(), 0, true, false, output);
    return new PoolSettings(
        "pool", 1, worker, null, null, 1, null, 0, 1, Duration.ofSeconds(1), null, null, null);
  }

  /// @param answer to what has come
  /// @param end to the end
  private record Heard(Consumer<ByteBuffer> answer, Consumer<WorkerEnd> end)
      implements Workplace.Listener {
    @Override
    public boolean answered(byte[] bytes, ByteBuffer what) {
      answer.accept(what);
      return true;
    }

    @Override
    public void ended(WorkerEnd how) {
      end.accept(how);
    }
  }
}
