package io.tandem.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Threads that wait for each other, each for a lock that the next one holds: none will ever go on.
/// A circle in which one waits for a limited time ends by itself, and is none.
///
/// @param steps one for each thread of the cycle, in its order
public record Deadlock(List<Step> steps) {
  /// Copies the list.
  public Deadlock {
    steps = List.copyOf(steps);
  }

  /// A thread that waits, and for which lock.
  ///
  /// @param scope that the lock is in, for people
  /// @param lock for people
  /// @param waiting the thread
  public record Step(String scope, String lock, WaitView waiting) {
    private Agent waiter() {
      return new Agent(waiting.process().slot(), waiting.process().epoch(), waiting.thread());
    }

    private Agent holder() {
      PeerView holder = waiting.lock().holder().orElse(waiting.process());
      return new Agent(holder.slot(), holder.epoch(), waiting.lock().thread());
    }

    /// For people, in one line.
    public String text() {
      return "%s waits for %s of scope %s, held by %s, thread %d"
          .formatted(
              waiting.waiter(),
              lock,
              scope,
              waiting.lock().holder().map(PeerView::text).orElse("nobody"),
              waiting.lock().thread());
    }
  }

  /// A thread of any process.
  private record Agent(int slot, int epoch, long thread) {}

  /// Finds the cycles among threads that wait. Each is told once.
  ///
  /// @param waits of which each lock is held; a thread waits for one lock at a time
  public static List<Deadlock> among(List<Step> waits) {
    Map<Agent, Step> byWaiter = new HashMap<>();
    waits.stream()
        .filter(step -> !step.waiting().timed())
        .filter(step -> step.waiting().lock().holder().isPresent())
        .forEach(step -> byWaiter.put(step.waiter(), step));
    var found = new ArrayList<Deadlock>();
    Set<Agent> passed = new HashSet<>();
    for (Step start : waits) {
      var path = new ArrayList<Agent>();
      Agent at = start.waiter();
      while (byWaiter.containsKey(at) && passed.add(at)) {
        path.add(at);
        at = byWaiter.get(at).holder();
      }
      int first = path.indexOf(at);
      if (first >= 0) {
        found.add(
            new Deadlock(path.subList(first, path.size()).stream().map(byWaiter::get).toList()));
      }
    }
    return found;
  }

  /// For people, in several lines.
  public String text() {
    return steps.stream()
        .map(Step::text)
        .collect(
            Collectors.joining(
                System.lineSeparator() + "  ",
                "%d threads wait for each other:%n  ".formatted(steps.size()),
                ""));
  }
}
