package io.tandem.tests.manager;

import io.tandem.manager.Quick;

/// What these tests have a server manage.
public interface Tally {
  @Quick
  long add(long more);

  /// Waits until the sum is so large.
  void awaitAtLeast(long sum) throws InterruptedException;

  /// Another one, which this one keeps.
  Tally child();

  /// Keeps whatever it is.
  void keep(Object value);

  Object kept();

  /// As a managed object.
  class Sum implements Tally {
    private final Tally[] child = new Tally[1];
    private long sum;
    private Object kept = "nothing";

    @Override
    public synchronized long add(long more) {
      sum += more;
      notifyAll();
      return sum;
    }

    @Override
    public synchronized void awaitAtLeast(long least) throws InterruptedException {
      while (sum < least) {
        wait();
      }
    }

    @Override
    public synchronized Tally child() {
      if (child[0] == null) {
        child[0] = new Sum();
      }
      return child[0];
    }

    @Override
    public synchronized void keep(Object value) {
      kept = value;
    }

    @Override
    public synchronized Object kept() {
      return kept;
    }
  }
}
