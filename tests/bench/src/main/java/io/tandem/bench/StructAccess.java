package io.tandem.bench;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import io.tandem.memory.SharedScope;
import io.tandem.value.StructArray;
import io.tandem.value.StructValue;
import io.tandem.value.Structs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The time to read or write one record of four components: of a [StructArray], and by hand through
/// the handles of the same layout; and of a [StructValue], which is never torn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StructAccess {
  private static final int LENGTH = 1_000;
  private static final StructLayout LAYOUT = Structs.layoutOf(Quote.class);
  private static final VarHandle PRICE = member("price");
  private static final VarHandle SIZE = member("size");
  private static final VarHandle VENUE = member("venue");
  private static final VarHandle TIME = member("time");

  @Param({"get", "get-by-hand", "set", "set-by-hand", "value-get", "value-set"})
  String lane;

  @Param("24")
  int bytes;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);
  private final StructArray<Quote> quotes = StructArray.create(scope, Quote.class, LENGTH);
  private final StructValue<Quote> value = StructValue.create(scope, new Quote(1, 2, (short) 3, 4));
  private final MemorySegment segment = quotes.segment();
  private long turn;

  record Quote(double price, int size, short venue, long time) {
    double sum() {
      return price + size + venue + time;
    }
  }

  private static VarHandle member(String name) {
    return LAYOUT.arrayElementVarHandle(groupElement(name)).withInvokeExactBehavior();
  }

  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public double access() {
    turn++;
    return switch (lane) {
      case "get" -> get();
      case "get-by-hand" -> getByHand();
      case "set" -> set();
      case "set-by-hand" -> setByHand();
      case "value-get" -> getValue();
      case "value-set" -> setValue();
      default -> throw new IllegalArgumentException(lane);
    };
  }

  private double get() {
    double sum = 0;
    for (long i = 0; i < LENGTH; i++) {
      sum += quotes.get(i).sum();
    }
    return sum;
  }

  private double getByHand() {
    double sum = 0;
    for (long i = 0; i < LENGTH; i++) {
      double price = (double) PRICE.get(segment, 0L, i);
      int size = (int) SIZE.get(segment, 0L, i);
      short venue = (short) VENUE.get(segment, 0L, i);
      long time = (long) TIME.get(segment, 0L, i);
      sum += price + size + venue + time;
    }
    return sum;
  }

  private double set() {
    for (long i = 0; i < LENGTH; i++) {
      quotes.set(i, new Quote(turn, (int) i, (short) turn, turn + i));
    }
    return 0;
  }

  private double setByHand() {
    for (long i = 0; i < LENGTH; i++) {
      PRICE.set(segment, 0L, i, (double) turn);
      SIZE.set(segment, 0L, i, (int) i);
      VENUE.set(segment, 0L, i, (short) turn);
      TIME.set(segment, 0L, i, turn + i);
    }
    return 0;
  }

  private double getValue() {
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += value.get().sum();
    }
    return sum;
  }

  private double setValue() {
    for (int i = 0; i < LENGTH; i++) {
      value.set(new Quote(turn, i, (short) turn, turn + i));
    }
    return 0;
  }

  @TearDown
  public void close() {
    scope.close();
  }
}
