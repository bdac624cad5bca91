package io.tandem.tests.list;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedScope;
import java.util.Comparator;
import java.util.Random;

/// Changes a list in all ways, until it is killed. What it puts in stays in order.
final class ListWorker {
  private static final int KEPT = 12;

  private final SharedList<Entry> list;
  private final int worker;
  private final Random random;
  private int number;

  private ListWorker(SharedList<Entry> list, int worker) {
    this.list = list;
    this.worker = worker;
    this.random = new Random(worker);
  }

  /// @param arguments the scope, and the number of this worker
  public static void main(String[] arguments) {
    try (var scope = SharedScope.attach(arguments[0])) {
      var list = SharedList.open(scope, "list", Entry.class);
      var worker = new ListWorker(list, Integer.parseInt(arguments[1]));
      worker.change();
      System.out.println("works");
      while (true) {
        worker.change();
      }
    }
  }

  private void change() {
    int oldest = number - KEPT;
    switch (random.nextInt(8)) {
      case 0 -> list.removeIf(entry -> entry.worker() == worker && entry.number() < oldest);
      case 1 -> list.sort(Comparator.comparingInt(Entry::worker));
      case 2 -> list.replaceAll(entry -> entry.worker() == worker ? again(entry) : entry);
      case 3 -> setOne();
      case 4 -> insertBeforeAnother();
      default -> list.add(next());
    }
  }

  private void setOne() {
    list.getLock().lock();
    try {
      int place = random.nextInt(list.size() + 1);
      if (place < list.size()) {
        list.set(place, again(list.get(place)));
      }
    } finally {
      list.getLock().unlock();
    }
  }

  /// Behind all of its own.
  private void insertBeforeAnother() {
    list.getLock().lock();
    try {
      int place = list.size();
      while (place > 0 && list.get(place - 1).worker() != worker) {
        place--;
      }
      list.add(place, next());
    } finally {
      list.getLock().unlock();
    }
  }

  private Entry next() {
    return Entry.of(worker, number++, random.nextInt(200));
  }

  private Entry again(Entry entry) {
    return Entry.of(entry.worker(), entry.number(), random.nextInt(200));
  }
}
