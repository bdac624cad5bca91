package io.tandem.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.word.NoSleep;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import java.util.function.UnaryOperator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Nobody reads beside a writer: a reader makes its entry and then looks for a writer, a writer
/// takes its word and then looks at the entries. Each is a store before a load.
public final class ReadersStress {
  private ReadersStress() {}

  @JCStressTest
  @Description("One process tries to read, another one to write.")
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Reads.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "Writes.")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Each saw the other, and both go back.")
  @Outcome(id = "true, true", expect = FORBIDDEN, desc = "Reads what is being written.")
  @State
  public static class ReaderOrWriter {
    private final Both both = new Both(words -> words);

    @Actor
    public void reader(ZZ_Result result) {
      result.r1 = both.tryRead();
    }

    @Actor
    public void writer(ZZ_Result result) {
      result.r2 = both.tryWrite();
    }
  }

  @JCStressTest
  @Description("The same, where the reader's entry is stored with release only.")
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Reads.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "Writes.")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Each saw the other, and both go back.")
  @Outcome(
      id = "true, true",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The reader looked for a writer before its entry could be seen.")
  @State
  public static class EntryWithRelease {
    private final Both both = new Both(ReleaseOnly::new);

    @Actor
    public void reader(ZZ_Result result) {
      result.r1 = both.tryRead();
    }

    @Actor
    public void writer(ZZ_Result result) {
      result.r2 = both.tryWrite();
    }
  }

  /// A reader and a writer, in a process each.
  private static final class Both {
    private final Words words = TwoProcesses.memory(ReadWriteLayout.BYTES);
    private final LocalReaders readers;
    private final WordLock writer;
    private final ReaderTable table;

    /// @param seen how the reader sees the words
    Both(UnaryOperator<Words> seen) {
      readers = new LocalReaders(seen.apply(words), 0, TwoProcesses.ONE, new NoSleep());
      writer = new WordLock(words, ReadWriteLayout.WRITER_AT, TwoProcesses.OTHER, new NoSleep());
      table =
          new ReaderTable(
              words,
              0,
              TwoProcesses.OTHER,
              new NoSleep(),
              Place.of(Waits.unseen(words, TwoProcesses.OTHER)));
      int slot = ReadWriteLayout.slot(TwoProcesses.ONE.self());
      words.setInt(ReadWriteLayout.SLOTS_AT, slot); // else the first count is a fence of its own
    }

    boolean tryRead() {
      return readers.tryEnter();
    }

    boolean tryWrite() {
      return writer.tryLock() == Hold.CONSISTENT && table.isEmpty();
    }
  }

  private static final class ReleaseOnly extends StepWords {
    ReleaseOnly(Words words) {
      super(words, Steps.unlimited());
    }

    @Override
    public void setIntVolatile(long offset, int value) {
      setIntRelease(offset, value);
    }
  }
}
