package io.tandem.word;

import io.tandem.park.Parker;
import java.util.ArrayList;
import java.util.List;

/// Sleeps that nothing but a wake ends: no slice, no death. So a wake that is lost is a deadlock,
/// and Lincheck, which knows monitors, says so.
///
/// Not final: a test plants a bug by losing a wake.
public class MonitorParker implements Parker {
  private final List<Sleep> sleeps = new ArrayList<>();

  private static final class Sleep {
    private final long offset;
    private boolean ended;

    Sleep(long offset) {
      this.offset = offset;
    }
  }

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException {
    var sleep = new Sleep(offset);
    synchronized (this) {
      if (words.getIntVolatile(offset) != expected) {
        return;
      }
      sleeps.add(sleep);
      while (!sleep.ended) {
        wait();
      }
    }
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    try {
      park(words, offset, expected, owner, nanos);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void wakeOne(Words words, long offset) {
    wake(offset, 1);
  }

  @Override
  public void wakeAll(Words words, long offset) {
    wake(offset, Integer.MAX_VALUE);
  }

  private synchronized void wake(long offset, int most) {
    int left = most;
    for (int i = 0; i < sleeps.size() && left > 0; ) {
      Sleep sleep = sleeps.get(i);
      if (sleep.offset == offset) {
        sleeps.remove(i);
        sleep.ended = true;
        left--;
      } else {
        i++;
      }
    }
    notifyAll();
  }

  @Override
  public boolean isCostly() {
    return false;
  }
}
