package io.tandem.pipe;

import io.tandem.park.Wait;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waiting;
import java.util.concurrent.TimeUnit;

/// A wait at one end of a pipe for something to be found, which also ends when either end is gone.
abstract class EndWait implements Wait {
  static final long FOR_EVER = Long.MAX_VALUE;

  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  private final PipeEnd end;
  private final WaitPoint point;
  private final Waiting waiting;

  EndWait(PipeEnd end, WaitPoint point) {
    this.end = end;
    this.point = point;
    this.waiting = new Waiting(point.parker(), point.words(), point.offset(), SPIN_NANOS);
  }

  /// Takes what is waited for, if it is there.
  abstract boolean look();

  /// @return false if the deadline has passed; else it was found, or an end is gone
  final boolean await(long deadline) throws InterruptedException {
    return waiting.await(this, deadline);
  }

  @Override
  public final boolean isOver() {
    return look() || end.isClosed() || end.other().isGone();
  }

  @Override
  public final int announceSleep() {
    return point.announceSleep().getAsInt();
  }

  @Override
  public final int owner() {
    return end.other().owner();
  }
}
