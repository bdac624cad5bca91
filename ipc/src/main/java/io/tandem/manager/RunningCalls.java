package io.tandem.manager;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The calls of a client that run in threads of their own, by number, and how many wait without
/// one. They are so many, and their arguments and results so long, as one client may have at a
/// time. A call counts until it is the turn of its answer to go.
final class RunningCalls {
  private static final int LONGEST_MESSAGES = 4; // at a time
  private static final int PART_OF_HEAP = 8;
  private static final int AWAITED = 100; // for each that may run

  private final ServerCore core;
  private final Map<Long, RunningCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong(); // of arguments
  private final AtomicLong resultBytes = new AtomicLong();
  private final AtomicInteger awaited = new AtomicInteger();

  RunningCalls(ServerCore core) {
    this.core = core;
  }

  /// @throws ManagerRefusedException if there are too many
  void add(RunningCall call) {
    int most = core.settings().maxCalls();
    if (calls.size() >= most) {
      throw tooMany(most, "are running");
    }
    long mostBytes = mostBytes();
    if (bytes.addAndGet(call.bytes()) > mostBytes) {
      bytes.addAndGet(-call.bytes());
      throw new ManagerRefusedException(
          "Cannot call %s: calls of this client are running with nearly %d bytes of arguments. "
                  .formatted(core, mostBytes)
              + "Wait for some of them, or raise ManagerBuilder.maxMessageBytes at the server.");
    }
    calls.put(call.number(), call);
  }

  /// Some of the longest messages, but always one, and with several only a part of the heap.
  private long mostBytes() {
    long longest = core.settings().maxMessageBytes();
    long part = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    return Math.max(longest, Math.min(LONGEST_MESSAGES * longest, part));
  }

  /// The result of a call waits for its turn to go.
  ///
  /// @throws ResultTooLongException if others wait, and would take too much with it
  void addResult(int length) {
    long others = resultBytes.getAndAdd(length);
    if (others > 0 && others + length > mostBytes()) {
      removeResult(length);
      throw new ResultTooLongException(
          "Cannot keep a result of %d bytes in %s: %d bytes of others wait until this client takes"
                  .formatted(length, core, others)
              + " them. Ask for less at a time, or raise ManagerBuilder.maxMessageBytes at the"
              + " server.");
    }
  }

  void removeResult(int length) {
    resultBytes.addAndGet(-length);
  }

  /// A call counts no longer.
  ///
  /// @param call null for one that never did
  void remove(@Nullable RunningCall call) {
    if (call != null && calls.remove(call.number(), call)) {
      bytes.addAndGet(-call.bytes());
    }
  }

  /// @throws ManagerRefusedException if too many wait for the results of tasks
  void requireRoomToAwait() {
    if (awaited.get() >= mostAwaited()) {
      throw tooMany(mostAwaited(), "wait for results");
    }
  }

  private long mostAwaited() {
    return (long) AWAITED * core.settings().maxCalls();
  }

  /// One more waits for the result of a task, without a thread. Whoever has given that task finds
  /// room: he was refused before.
  ///
  /// @throws ManagerRefusedException if there are too many
  void addAwaited() {
    if (awaited.incrementAndGet() > 2 * mostAwaited()) {
      awaited.decrementAndGet();
      throw tooMany(2 * mostAwaited(), "wait for results");
    }
  }

  void removeAwaited() {
    awaited.decrementAndGet();
  }

  private ManagerRefusedException tooMany(long most, String doing) {
    return new ManagerRefusedException(
        "Cannot call %s: as many calls of this client %s as may, %d. ".formatted(core, doing, most)
            + "Wait for some of them, or raise ManagerBuilder.maxCalls.");
  }

  /// The client does not want to wait for a call any longer.
  void interrupt(long number) {
    RunningCall call = calls.get(number);
    if (call != null) {
      call.interrupt();
    }
  }

  void interruptAll() {
    calls.values().forEach(RunningCall::interrupt);
  }
}
