package io.tandem.demos.programs;

import io.tandem.value.IntValue;
import io.tandem.value.StructValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What takes two words is written in two steps, and whoever reads between them gets half of each.
///
/// One process writes points whose two numbers are always equal, another one reads. In Python each
/// member of a `Value(Structure)` takes the lock by itself, so that two of them are as torn unless
/// the program holds `get_lock()` for both. Here [StructValue#get()] returns a whole record without
/// any lock; the members as they lie there are to be had, too, and that is what tears.
@Command(
    name = "torn-struct",
    description =
        "A record of two numbers, read while it is written: half old, half new.%n"
            + "prints: getPlain and setPlain: 190955 torn points of 1000000")
public final class TornStruct implements Callable<Integer> {
  private static final int READS = 1_000_000;
  private static final long MOST_WRITES = 100L * READS; // should the reader have died
  private static final String WHY =
      """
      The writer writes only points with x = y.
      A point is two words of memory, written one after the other by setPlain:
      a reader that comes between the two sees the x of one point and the y of another.
      With set the reader notices that it was overtaken, and reads again: set and get are whole.
      """;

  /// Its two numbers are equal.
  record Point(long x, long y) {}

  @Override
  public Integer call() throws InterruptedException {
    int plain = 0;
    for (int i = 0; i < Race.MOST_TRIES && plain == 0; i++) {
      plain = torn(false);
    }
    int whole = torn(true);
    System.out.println("getPlain and setPlain: " + plain + " torn points of " + READS);
    System.out.println("get and set: " + whole + " torn points of " + READS);
    System.out.print(WHY);
    return plain > 0 && whole == 0 ? 0 : 1;
  }

  private static int torn(boolean whole) throws InterruptedException {
    var point = StructValue.create(new Point(0, 0));
    var torn = IntValue.create(0);
    var done = IntValue.create(0);
    Race.run(() -> write(point, whole, done), () -> torn.set(read(point, whole, done)));
    return torn.get();
  }

  private static void write(StructValue<Point> point, boolean whole, IntValue done) {
    long i = 0;
    while (done.get() == 0 && i < MOST_WRITES) {
      i++;
      if (whole) {
        point.set(new Point(i, i));
      } else {
        point.setPlain(new Point(i, i));
      }
    }
  }

  private static int read(StructValue<Point> point, boolean whole, IntValue done) {
    int torn = 0;
    for (int i = 0; i < READS; i++) {
      Point seen = whole ? point.get() : point.getPlain();
      torn += seen.x == seen.y ? 0 : 1;
    }
    done.set(1);
    return torn;
  }
}
