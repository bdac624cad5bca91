package io.tandem.pool;

import io.tandem.inspect.Details;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/// How far a worker of a pool is, as seen from outside.
///
/// ```java
/// var state = io.tandem.pool.WorkerView.State.READY;
/// var half = OptionalDouble.of(0.5);
/// var view = new io.tandem.pool.WorkerView(state, 99, 17, Duration.ofMillis(20), half, 0, 0);
/// System.out.println(view.text()); // ready, pid 99; started task 17 20 ms ago, 50 % done
/// ```
///
/// @param state what it does beside its tasks
/// @param pid of its process; 0 if it has not come as far as the pool's initializer
/// @param started the task that it has started last, counted from 1; 0 if none. It may be over
/// @param age how long ago that was; zero if there was none
/// @param progress how far that task says it is: 0 to 1
/// @param takenBack the last task that the pool has taken back from it; 0 if none
/// @param interrupted the last task that the pool has asked it to interrupt; 0 if none
public record WorkerView(
    State state,
    long pid,
    int started,
    Duration age,
    OptionalDouble progress,
    int takenBack,
    int interrupted)
    implements Details {
  /// What a worker does beside its tasks.
  public enum State {
    /// Its JVM starts.
    STARTING,
    /// It runs the pool's initializer.
    INITIALIZING,
    /// It runs tasks.
    READY
  }

  @Override
  public String text() {
    return state.name().toLowerCase(Locale.ROOT)
        + (pid == 0 ? "" : ", pid " + pid)
        + (started == 0 ? "" : "; started task %d %s ago".formatted(started, text(age)))
        + (progress.isEmpty() ? "" : ", %.0f %% done".formatted(100 * progress.getAsDouble()))
        + (takenBack == 0 ? "" : "; tasks up to %d were taken back".formatted(takenBack))
        + (interrupted == 0 ? "" : "; task %d is to be interrupted".formatted(interrupted));
  }

  private static String text(Duration age) {
    return age.toSeconds() < 10 ? age.toMillis() + " ms" : age.toSeconds() + " s";
  }
}
