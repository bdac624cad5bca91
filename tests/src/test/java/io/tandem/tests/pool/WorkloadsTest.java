package io.tandem.tests.pool;

import io.tandem.pool.ProcessPool;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Random programs on one pool, whose workers live from one to the next: submitted = returned +
/// failed + cancelled, each for its own reason; nothing is lost; nothing runs again unless its
/// worker died and retries are left; maps keep the order.
class WorkloadsTest {
  private static final int TRIES = 200;

  private static RunCounts counts;
  private static ProcessPool pool;

  @BeforeContainer
  static void open() {
    counts = new RunCounts(1 << 20);
    pool = newPool();
  }

  private static ProcessPool newPool() {
    return Pools.small(2).name("workloads").build();
  }

  @AfterContainer
  static void nothingRunsAgainEvenLater() {
    pool.close();
    counts.requireNoneTooOften();
    counts.close();
  }

  @Provide
  Arbitrary<List<Step>> programs() {
    return Step.programs();
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void everyFutureEndsAsItsTaskDid(@ForAll("programs") List<Step> program) throws Exception {
    try {
      new Workload(pool, counts).run(program);
    } catch (Throwable e) {
      pool.shutdownNow(); // what is left there is not for the next program
      pool = newPool();
      throw e;
    }
  }
}
