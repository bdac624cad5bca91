package io.tandem.demos.programs;

import io.tandem.list.SharedList;
import io.tandem.value.IntValue;
import java.util.Collections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Checking and then acting is two steps, and what was checked need not be so any more.
///
/// Two clerks sell the same seats from one list: a seat that is free is sold. Each call of a
/// [SharedList] is atomic, and still both may find a seat free. Python's
/// `multiprocessing.Manager().list()` has the same race, and no lock of its own to mend it with.
@Command(
    name = "seat-race",
    description =
        "Two clerks check whether a seat is free, and then sell it: twice.%n"
            + "prints: Without the lock: 20013 tickets for 20000 seats")
public final class SeatRace implements Callable<Integer> {
  private static final int SEATS = 20_000;
  private static final String FREE = "free";
  private static final String WHY =
      """
      A clerk looks whether a seat is free, and then puts a name on it.
      Each of the two calls is atomic, but not both together:
      two clerks find the same seat free, and both sell it; one buyer's name is lost.
      The lock of the list, held around both calls, lets one clerk at a time do both.
      """;

  @Override
  public Integer call() throws InterruptedException {
    int alone = 0;
    for (int i = 0; i < Race.MOST_TRIES && alone <= SEATS; i++) {
      alone = sold(false);
    }
    int locked = sold(true);
    System.out.println("Without the lock: " + alone + " tickets for " + SEATS + " seats");
    System.out.println("Under the lock: " + locked + " tickets for " + SEATS + " seats");
    System.out.print(WHY);
    return alone > SEATS && locked == SEATS ? 0 : 1;
  }

  private static int sold(boolean locked) throws InterruptedException {
    SharedList<String> seats = SharedList.create(String.class);
    seats.addAll(Collections.nCopies(SEATS, FREE));
    var tickets = IntValue.create(0);
    Race.run(
        () -> sellAll(seats, "Ann", tickets, locked), //
        () -> sellAll(seats, "Bob", tickets, locked));
    return tickets.get();
  }

  private static void sellAll(
      SharedList<String> seats, String clerk, IntValue tickets, boolean locked) {
    for (int seat = 0; seat < SEATS; seat++) {
      if (locked) {
        seats.getLock().lock();
        try {
          sell(seats, seat, clerk, tickets);
        } finally {
          seats.getLock().unlock();
        }
      } else {
        sell(seats, seat, clerk, tickets);
      }
    }
  }

  private static void sell(SharedList<String> seats, int seat, String clerk, IntValue tickets) {
    if (seats.get(seat).equals(FREE)) {
      seats.set(seat, clerk);
      tickets.incrementAndGet();
    }
  }
}
