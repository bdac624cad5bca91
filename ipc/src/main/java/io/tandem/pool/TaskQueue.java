package io.tandem.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tasks that wait for a worker: those of the highest priority first, and of one priority in
/// the order of submission. For the scheduler's lock.
final class TaskQueue {
  private final NavigableMap<Integer, Deque<PendingTask>> lanes =
      new TreeMap<>(Collections.reverseOrder());

  private int size;

  void add(PendingTask task) {
    lane(task).addLast(task);
    task.enterQueue();
    size++;
  }

  /// Puts a task back that was taken before.
  void putBack(PendingTask task) {
    lane(task).addFirst(task);
    task.enterQueue();
    size++;
  }

  private Deque<PendingTask> lane(PendingTask task) {
    return lanes.computeIfAbsent(task.options.priority(), _ -> new ArrayDeque<>());
  }

  /// Says that a task which waits was settled. It stays where it is as long as others wait, and is
  /// passed over there.
  void discount() {
    size--;
    if (size == 0) {
      lanes.clear();
    }
  }

  /// Takes the next task that is not settled, or null.
  @Nullable PendingTask poll() {
    PendingTask next = peek();
    if (next != null) {
      lane(next).removeFirst();
      size--;
      next.leaveQueue();
    }
    return next;
  }

  /// The next task that is not settled, or null.
  @Nullable PendingTask peek() {
    while (!lanes.isEmpty()) {
      Deque<PendingTask> lane = lanes.firstEntry().getValue();
      PendingTask task = lane.peekFirst();
      if (task == null) {
        lanes.pollFirstEntry();
      } else if (task.settled) {
        lane.removeFirst();
      } else {
        return task;
      }
    }
    return null;
  }

  List<PendingTask> drain() {
    List<PendingTask> all = new ArrayList<>();
    for (PendingTask task = poll(); task != null; task = poll()) {
      all.add(task);
    }
    return all;
  }

  int size() {
    return size;
  }
}
