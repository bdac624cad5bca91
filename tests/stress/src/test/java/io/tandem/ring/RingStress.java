package io.tandem.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.memory.SegmentBuffer;
import io.tandem.word.HeldBack;
import io.tandem.word.NoSleep;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/// A message is whole as soon as it is seen: its header is the last thing a producer stores of it,
/// with release, and the first thing that a consumer loads, with acquire.
public final class RingStress {
  private static final int CAPACITY = 1024;
  private static final long PAYLOAD = 7;
  private static final long RECORD_AT = RingLayout.BYTES;
  private static final long PAYLOAD_AT = RECORD_AT + RecordHeader.BYTES;
  private static final long NEXT_RECORD_AT = PAYLOAD_AT + Long.BYTES;

  private RingStress() {}

  @JCStressTest
  @Description("One process offers a message, another one polls.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Polled before the message was there.")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "The message came, and all of it.")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The header came before the payload.")
  @State
  public static class HeaderBehindPayload {
    private final Ends ends = new Ends(words -> words);

    @Actor
    public void producer() {
      ends.offer();
    }

    @Actor
    public void consumer(JJ_Result result) {
      ends.poll(result);
    }
  }

  @JCStressTest
  @Description("The same, where the release of the header orders nothing.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Polled before the message was there.")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "In time, by chance.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "The header came first.")
  @State
  public static class HeaderBeforePayload {
    private final Ends ends = new Ends(words -> new HeldBack(words, PAYLOAD_AT, NEXT_RECORD_AT));

    @Actor
    public void producer() {
      ends.offer();
    }

    @Actor
    public void consumer(JJ_Result result) {
      ends.poll(result);
    }
  }

  @JCStressTest
  @Description("Where the next header will be, an old payload looks like a record.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Polled before the message was there.")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "The message came, and nothing behind it.")
  @Outcome(expect = FORBIDDEN, desc = "The header came before the next one was cleared.")
  @State
  public static class HeaderBehindNextHeader {
    private final Ends ends = new Ends(words -> words).afterEarlierLap();

    @Actor
    public void producer() {
      ends.offer();
    }

    @Actor
    public void consumer(JJ_Result result) {
      ends.poll(result);
    }
  }

  @JCStressTest
  @Description("The same, where the release of the header orders nothing.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Polled before the message was there.")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "In time, by chance.")
  @Outcome(id = "2, .*", expect = ACCEPTABLE_INTERESTING, desc = "An old payload was a message.")
  @State
  public static class HeaderBeforeNextHeader {
    private final Ends ends =
        new Ends(words -> new HeldBack(words, NEXT_RECORD_AT, NEXT_RECORD_AT + RecordHeader.BYTES))
            .afterEarlierLap();

    @Actor
    public void producer() {
      ends.offer();
    }

    @Actor
    public void consumer(JJ_Result result) {
      ends.poll(result);
    }
  }

  @JCStressTest
  @Description("Two processes offer a message each to one ring.")
  @Outcome(id = "2, 14", expect = ACCEPTABLE, desc = "Both are there, each in its own place.")
  @Outcome(expect = FORBIDDEN, desc = "Both claimed one place, or one claim was lost.")
  @State
  public static class TwoProducers {
    private final Words words = Ends.memory();
    private final RingProducer one =
        new ManyToOneProducer(Ends.ring(words, true), WaitStrategy.PARK);
    private final RingProducer other =
        new ManyToOneProducer(Ends.ring(words, false), WaitStrategy.PARK);

    @Actor
    public void one() {
      boolean _ = one.offer(1, Ends.MESSAGE, 0, Long.BYTES);
    }

    @Actor
    public void other() {
      boolean _ = other.offer(1, Ends.MESSAGE, 0, Long.BYTES);
    }

    @Arbiter
    public void consumer(JJ_Result result) {
      new Ends.Reader(words).poll(result);
    }
  }

  /// The two ends of a ring, in a process each.
  private static final class Ends {
    private static final SegmentBuffer MESSAGE =
        new SegmentBuffer(MemorySegment.ofArray(new long[] {PAYLOAD}));

    private final Words words = memory();
    private final RingProducer producer;
    private final Reader reader;

    /// @param seen how the producer sees the words
    Ends(UnaryOperator<Words> seen) {
      producer = new OneToOneProducer(ring(seen.apply(words), true), WaitStrategy.PARK);
      reader = new Reader(words);
    }

    static Words memory() {
      Words words = TwoProcesses.memory(RingLayout.BYTES + CAPACITY + Ring.TRAILER_BYTES);
      RingMemory.initialize(words, CAPACITY, 1);
      return words;
    }

    static RingMemory ring(Words words, boolean one) {
      return RingMemory.of(
          words, CAPACITY, one ? TwoProcesses.ONE : TwoProcesses.OTHER, new NoSleep(), "the ring");
    }

    Ends afterEarlierLap() {
      words.setLong(NEXT_RECORD_AT, RecordHeader.of(RecordHeader.BYTES + Long.BYTES, 1));
      return this;
    }

    void offer() {
      boolean _ = producer.offer(1, MESSAGE, 0, Long.BYTES);
    }

    void poll(JJ_Result result) {
      reader.poll(result);
    }

    private static final class Reader {
      private final RingConsumer consumer;
      private long sum;

      Reader(Words words) {
        consumer = new RingConsumer(ring(words, false), WaitStrategy.PARK);
      }

      /// Results in how many messages there are and the sum of their payloads.
      void poll(JJ_Result result) {
        result.r1 = consumer.poll(this::add, 2);
        result.r2 = sum;
      }

      private void add(int type, MutableDirectBuffer buffer, int index, int length) {
        sum += buffer.getLong(index);
      }
    }
  }
}
