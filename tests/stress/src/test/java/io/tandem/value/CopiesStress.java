package io.tandem.value;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/// Nobody reads half of a struct or of a string while it is replaced, although readers take no
/// lock: they look once more, after the bytes, whether a writer came.
public final class CopiesStress {
  private CopiesStress() {}

  @JCStressTest
  @Description("A struct of two words is replaced twice, and read.")
  @Outcome(
      id = {"0, 0", "1, 1", "2, 2"},
      expect = ACCEPTABLE,
      desc = "One of those written.")
  @Outcome(expect = FORBIDDEN, desc = "Parts of two.")
  @State
  public static class Struct {
    private final Words words = TwoProcesses.memory(128);
    private final TwoCopies<Pair> writer = copies(words);
    private final TwoCopies<Pair> reader = copies(words);

    @Actor
    public void writer() {
      writer.write(Pair.of(1));
      writer.write(Pair.of(2));
    }

    @Actor
    public void reader(JJ_Result result) {
      Pair pair = reader.read();
      result.r1 = pair.first();
      result.r2 = pair.second();
    }
  }

  @JCStressTest
  @Description("The same, where the reader does not look once more.")
  @Outcome(
      id = {"0, 0", "1, 1", "2, 2"},
      expect = ACCEPTABLE,
      desc = "Whole, by chance.")
  @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "Parts of two.")
  @State
  public static class StructWithoutSecondLook {
    private final Words words = TwoProcesses.memory(128);
    private final TwoCopies<Pair> writer = copies(words);
    private final TwoCopies<Pair> reader =
        copies(new NoSecondLook(words, StructValueLayout.SEQUENCE_AT));

    @Actor
    public void writer() {
      writer.write(Pair.of(1));
      writer.write(Pair.of(2));
    }

    @Actor
    public void reader(JJ_Result result) {
      Pair pair = reader.read();
      result.r1 = pair.first();
      result.r2 = pair.second();
    }
  }

  private static TwoCopies<Pair> copies(Words words) {
    return new TwoCopies<>(
        words, Pair.BYTES, new Pair.Stepwise(words, false), new ReentrantLock(), () -> {});
  }

  @JCStressTest
  @Description("A string of 16 equal bytes is set twice, and read: its first and last byte.")
  @Outcome(
      id = {"0, 0", "1, 1", "2, 2"},
      expect = ACCEPTABLE,
      desc = "One of those set.")
  @Outcome(expect = FORBIDDEN, desc = "Parts of two.")
  @State
  public static class Text {
    private final Words words = TwoProcesses.memory(SharedStringLayout.bytes(Texts.LENGTH));
    private final StringCopies writer = new StringCopies(words, Texts.LENGTH);
    private final StringCopies reader = new StringCopies(words, Texts.LENGTH);

    public Text() {
      writer.set(Texts.of(0), true);
    }

    @Actor
    public void writer() {
      writer.set(Texts.of(1), true);
      writer.set(Texts.of(2), true);
    }

    @Actor
    public void reader(JJ_Result result) {
      byte[] bytes = reader.get().bytes();
      result.r1 = bytes[0];
      result.r2 = bytes[Texts.LENGTH - 1];
    }
  }

  @JCStressTest
  @Description("The same, where the reader does not look once more.")
  @Outcome(
      id = {"0, 0", "1, 1", "2, 2"},
      expect = ACCEPTABLE,
      desc = "Whole, by chance.")
  @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "Parts of two.")
  @State
  public static class TextWithoutSecondLook {
    private final Words words = TwoProcesses.memory(SharedStringLayout.bytes(Texts.LENGTH));
    private final StringCopies writer = new StringCopies(words, Texts.LENGTH);
    private final StringCopies reader =
        new StringCopies(new NoSecondLook(words, SharedStringLayout.CURRENT_AT), Texts.LENGTH);

    public TextWithoutSecondLook() {
      writer.set(Texts.of(0), true);
    }

    @Actor
    public void writer() {
      writer.set(Texts.of(1), true);
      writer.set(Texts.of(2), true);
    }

    @Actor
    public void reader(JJ_Result result) {
      byte[] bytes = reader.get().bytes();
      result.r1 = bytes[0];
      result.r2 = bytes[Texts.LENGTH - 1];
    }
  }

  private static final class Texts {
    static final int LENGTH = 16;

    private static final byte[][] ALL = new byte[3][LENGTH];

    static {
      for (byte b = 0; b < ALL.length; b++) {
        Arrays.fill(ALL[b], b);
      }
    }

    static byte[] of(int number) {
      return ALL[number];
    }
  }

  /// Remembers what a word held when it was loaded with acquire.
  static final class NoSecondLook extends StepWords {
    private final long word;
    private long seen;

    NoSecondLook(Words words, long word) {
      super(words, Steps.unlimited());
      this.word = word;
    }

    @Override
    public long getLongAcquire(long offset) {
      seen = super.getLongAcquire(offset);
      return seen;
    }

    @Override
    public long getLong(long offset) {
      return offset == word ? seen : super.getLong(offset);
    }
  }
}
