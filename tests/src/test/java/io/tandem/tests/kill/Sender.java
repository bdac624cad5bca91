package io.tandem.tests.kill;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.ring.ManyToOneRing;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.Ring;
import io.tandem.ring.RingProducer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;

/// A process that is a producer of the one ring of a scope, and does what it is told.
///
/// It says its owner number once it is a producer, and `done` for each line of its input: `send`,
/// `claim`, `commit` or `close`. Its messages are numbers that count from 0.
final class Sender {
  static final String SCOPE = "sent";

  private static final int CAPACITY = 4096;

  private final RingProducer producer;
  private long next;
  private int claim;

  private Sender(RingProducer producer) {
    this.producer = producer;
  }

  /// The kinds of rings that it may send to.
  enum Kind {
    ONE_TO_ONE {
      @Override
      Ring open(SharedScope scope) {
        return OneToOneRing.open(scope, "ring", CAPACITY);
      }
    },

    MANY_TO_ONE {
      @Override
      Ring open(SharedScope scope) {
        return ManyToOneRing.open(scope, "ring", CAPACITY, 1);
      }
    };

    abstract Ring open(SharedScope scope);
  }

  static RingProducer producer(Ring ring) {
    return switch (ring) {
      case OneToOneRing one -> one.producer();
      case ManyToOneRing many -> many.producer();
    };
  }

  /// @param arguments the kind of the ring
  public static void main(String... arguments) throws Exception {
    try (var scope = SharedScope.attach(SCOPE)) {
      var sender = new Sender(producer(Kind.valueOf(arguments[0]).open(scope)));
      System.out.println("owner " + scope.peers().self());
      var orders = new BufferedReader(new InputStreamReader(System.in));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        sender.obey(order);
        System.out.println("done");
      }
    }
  }

  private void obey(String order) throws InterruptedException {
    switch (order) {
      case "send" -> {
        var message = new SegmentBuffer(MemorySegment.ofArray(new long[] {next++}));
        producer.put(1, message, 0, Long.BYTES);
      }
      case "claim" -> claim = producer.tryClaim(1, Long.BYTES);
      case "commit" -> {
        producer.buffer().putLong(claim, next++);
        producer.commit(claim);
      }
      case "close" -> producer.close();
      default -> throw new IllegalArgumentException(order);
    }
  }
}
