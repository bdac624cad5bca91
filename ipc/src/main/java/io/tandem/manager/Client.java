package io.tandem.manager;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JVM that calls methods of a server's objects, as long as it is connected. What it holds there,
/// as locks and references, hangs on it by [#onGone].
final class Client {
  /// The JVM of the server itself, which is never gone.
  static final Client LOCAL = new Client("this JVM", null);

  private final String name;
  private final @Nullable RunningCalls running;
  private final List<Watch> watches = new ArrayList<>(); // guarded by this
  private volatile boolean gone;

  /// @param name for messages
  /// @param running its calls, or null if they are not counted
  Client(String name, @Nullable RunningCalls running) {
    this.name = name;
    this.running = running;
  }

  /// @throws ManagerRefusedException if it waits for too many results to be given one more task
  void requireRoomForTask() {
    if (running != null) {
      running.requireRoomToAwait();
    }
  }

  /// What is to be done when a client is gone.
  final class Watch {
    private final Runnable action;

    private Watch(Runnable action) {
      this.action = action;
    }

    /// There is nothing to be done any more. Again is harmless.
    void cancel() {
      synchronized (Client.this) {
        watches.remove(this);
      }
    }
  }

  /// Runs an action once this client has closed its connection or died: at once if it has already,
  /// else in the thread that notices. It must not block.
  Watch onGone(Runnable action) {
    var watch = new Watch(action);
    synchronized (this) {
      if (!gone) {
        watches.add(watch);
        return watch;
      }
    }
    action.run();
    return watch;
  }

  /// Whether it has closed its connection or died.
  boolean isGone() {
    return gone;
  }

  /// Says that it is gone, and runs all actions, whatever some of them throw.
  void end() {
    List<Watch> last;
    synchronized (this) {
      gone = true;
      last = List.copyOf(watches);
      watches.clear();
    }
    for (Watch watch : last) {
      try {
        watch.action.run();
      } catch (RuntimeException | Error e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
