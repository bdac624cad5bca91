package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.NO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.SegmentWords;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// What several processes share, under random programs: all that was seen could have happened in
/// some order, one step after the other, with a death between two of them, and every wait ends.
class ProgramsTest {
  private static final Vocabulary LOCK =
      new Vocabulary(
          List.of("lock", "lock", "tryLock", "unlock", "unlock", "signal", "signalAll", "recover"),
          List.of("tryLockFor", "awaitFor"),
          List.of(),
          "unlock",
          8);

  private static final List<String> ACQUIRING =
      List.of("tryAcquire", "tryAcquireTwo", "release", "release");
  private static final Vocabulary COUNTED =
      new Vocabulary(
          ACQUIRING, List.of("acquireFor", "acquireTwoFor"), List.of("acquire"), "release", 40);
  private static final Vocabulary OWNED =
      new Vocabulary(
          List.of("acquire", "tryAcquire", "tryAcquireTwo", "release", "release", "drain"),
          List.of("acquireFor", "acquireTwoFor"),
          List.of(),
          "release",
          10);

  private static final Vocabulary BARRIER =
      new Vocabulary(
          List.of("reset", "isBroken", "reset", "abort"),
          List.of("awaitFor"),
          List.of(),
          "none",
          5);

  private static final Vocabulary READ_WRITE =
      new Vocabulary(
          List.of(
              "read",
              "read",
              "write",
              "tryRead",
              "tryWrite",
              "recover",
              "endReading",
              "endReading",
              "endWriting"),
          List.of("tryReadFor", "tryWriteFor"),
          List.of(),
          "end",
          8);

  private static final Vocabulary EVENT =
      new Vocabulary(
          List.of("set", "clear", "clear", "isSet", "countDown"),
          List.of("awaitFor", "awaitFor", "awaitZeroFor"),
          List.of(),
          "none",
          40);

  private static final Vocabulary VALUE =
      new Vocabulary(
          List.of(
              "getAndAdd",
              "getAndUpdate",
              "getAndSet",
              "compareAndSet",
              "addUnderLock",
              "getText",
              "setText1",
              "setText2",
              "setText3"),
          List.of(),
          List.of(),
          "none",
          20);

  private static final Vocabulary QUEUE =
      new Vocabulary(
          List.of("offer1", "offer2", "offer3", "poll", "poll", "peek", "size"),
          List.of("offer4", "pollFor"),
          List.of(),
          "none",
          8);

  private static final Vocabulary LEASES =
      new Vocabulary(
          List.of("offer1", "offer2", "offer3", "lease", "lease", "acknowledge", "giveBack"),
          List.of(),
          List.of(),
          "none",
          8);

  /// What went wrong once may not do so the next time, and then would not get any smaller.
  private static final int REPETITIONS_TO_SHRINK = 50;

  private static final int KILLS_TO_SHRINK = 5;

  private static Company company;
  private static String failing = "";

  @BeforeContainer
  static void start() throws Exception {
    company = new Company();
  }

  @AfterContainer
  static void close() {
    company.close();
  }

  // ---- locks and their conditions ----

  @Provide
  Arbitrary<Program> lockPrograms() {
    return LOCK.programs();
  }

  @Property(tries = 200)
  void twoNeverHoldALockNoUpdateIsLostAndTokensGrow(@ForAll("lockPrograms") Program program)
      throws Exception {
    repeat(
        "lock",
        LOCK,
        program,
        run -> {
          requireNoLostUpdate(run);
          requireTokensGrow(run);
          requireAnOrder(run, run.threads(), new LockModel(run.all()));
        });
  }

  private static void requireNoLostUpdate(Company.Run run) {
    long least = run.all().stream().filter(e -> e.token() != 0 && !isAwait(e)).count();
    long pending = run.all().stream().filter(Event::isPending).count();
    long found = new SegmentWords(run.history().block().segment()).getLong(LockSubject.COUNTER_AT);
    assertTrue(
        found >= least && found <= least + pending,
        () -> "%d updates, and the counter shows %d".formatted(least, found));
  }

  /// A wait returns with the token of a holder of its own.
  private static void requireTokensGrow(Company.Run run) {
    List<Event> holders = run.all().stream().filter(e -> e.token() != 0).toList();
    for (Event one : holders) {
      for (Event other : holders) {
        assertTrue(one == other || one.token() != other.token(), "the same token twice");
        assertTrue(one.end() >= other.start() || one.token() < other.token(), "a token shrank");
      }
    }
  }

  private static boolean isAwait(Event event) {
    return event.step().name().equals("awaitFor");
  }

  // ---- all others ----

  @Provide
  Arbitrary<Program> countedPrograms() {
    return COUNTED.programs();
  }

  @Property(tries = 200)
  void permitsOfAPlainSemaphoreAreConserved(@ForAll("countedPrograms") Program program)
      throws Exception {
    check("plain", COUNTED, program, new SemaphoreModel("plain"));
  }

  @Property(tries = 200)
  void aBoundedSemaphoreNeverHasMorePermits(@ForAll("countedPrograms") Program program)
      throws Exception {
    check("bounded", COUNTED, program, new SemaphoreModel("bounded"));
  }

  @Provide
  Arbitrary<Program> ownedPrograms() {
    return OWNED.programs();
  }

  @Property(tries = 200)
  void permitsOfTheDeadReturn(@ForAll("ownedPrograms") Program program) throws Exception {
    check("owned", OWNED, program, new SemaphoreModel("owned"));
  }

  @Provide
  Arbitrary<Program> barrierPrograms() {
    return BARRIER.programs();
  }

  @Property(tries = 200)
  void generationsNeverMixAndDeathBreaksThem(@ForAll("barrierPrograms") Program program)
      throws Exception {
    check("barrier", BARRIER, program, new BarrierModel());
  }

  @Provide
  Arbitrary<Program> readWritePrograms() {
    return READ_WRITE.programs();
  }

  @Property(tries = 200)
  void nobodyReadsBesideAWriter(@ForAll("readWritePrograms") Program program) throws Exception {
    repeat(
        "readWriteLock",
        READ_WRITE,
        program,
        run -> requireAnOrder(run, run.threads(), new ReadWriteModel(run.all(), run.kill())));
  }

  @Provide
  Arbitrary<Program> eventPrograms() {
    return EVENT.programs();
  }

  @Property(tries = 200)
  void whoWaitsSeesWhatIsSetForAMoment(@ForAll("eventPrograms") Program program) throws Exception {
    check("event", EVENT, program, new EventModel());
  }

  @Provide
  Arbitrary<Program> valuePrograms() {
    return VALUE.programs();
  }

  @Property(tries = 200)
  void noUpdateOfAValueIsLost(@ForAll("valuePrograms") Program program) throws Exception {
    check("value", VALUE, program, new ValueModel());
  }

  @Provide
  Arbitrary<Program> queuePrograms() {
    return QUEUE.programs();
  }

  @Property(tries = 200)
  void whatIsPutIsTakenOnceInItsOrder(@ForAll("queuePrograms") Program program) throws Exception {
    check("queue", QUEUE, program, new QueueModel());
  }

  @Provide
  Arbitrary<Program> leasePrograms() {
    return LEASES.programs();
  }

  @Property(tries = 200)
  void whatTheDeadHaveLeasedComesBack(@ForAll("leasePrograms") Program program) throws Exception {
    check("leases", LEASES, program, new QueueModel());
  }

  private static <S> void check(String kind, Vocabulary words, Program program, Model<S> model)
      throws Exception {
    repeat(
        kind,
        words,
        program,
        run -> {
          var threads = new ArrayList<>(run.threads());
          while (threads.size() < Program.MOST_THREADS) {
            threads.add(List.of());
          }
          threads.add(List.of(run.look())); // by nobody that was killed
          requireAnOrder(run, threads, model);
        });
  }

  /// What is required of a run.
  private interface Requirement {
    void check(Company.Run run) throws Exception;
  }

  private static void repeat(
      String kind, Vocabulary words, Program program, Requirement requirement) throws Exception {
    int many = program.kills() ? KILLS_TO_SHRINK : REPETITIONS_TO_SHRINK;
    int times = kind.equals(failing) ? many : 1;
    try {
      for (int i = 0; i < times; i++) {
        Company.Run run = company.run(kind, program, new Step(words.cleanUp(), 0));
        requirement.check(run);
        company.forget(run);
      }
    } catch (AssertionError e) {
      failing = kind;
      throw e;
    }
  }

  private static <S> void requireAnOrder(
      Company.Run run, List<List<Event>> threads, Model<S> model) {
    requirePatience(run);
    assertTrue(
        Linearizability.holds(model, threads, run.kill()),
        () -> "No order explains " + threads + " with " + run.kill());
  }

  private static void requirePatience(Company.Run run) {
    for (Event event : run.all()) {
      boolean late = event.step().micros() > 0 && event.result() == NO;
      long nanos = event.step().micros() * 1000L;
      assertTrue(!late || event.end() - event.start() >= nanos, () -> "impatient: " + event);
    }
  }

  @Property(tries = 200)
  void aStepReadsAsItWasWritten(@ForAll("lockPrograms") Program program) {
    for (Step step : program.threads().stream().flatMap(List::stream).toList()) {
      assertEquals(step, Step.of(step.toString()));
    }
  }
}
