package io.tandem.manager;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The calls of a client that run in threads of their own, by number, and how many wait without
/// one. They are so many, and their messages so long, as one client may have at a time. A call
/// counts until it is the turn of its answer to go.
final class RunningCalls {
  private static final int LONGEST_MESSAGES = 4; // at a time
  private static final int AWAITED = 100; // for each that may run

  private final ServerCore core;
  private final Map<Long, RunningCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
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
    long mostBytes = (long) LONGEST_MESSAGES * core.settings().maxMessageBytes();
    if (bytes.addAndGet(call.bytes()) > mostBytes) {
      bytes.addAndGet(-call.bytes());
      throw new ManagerRefusedException(
          "Cannot call %s: calls of this client are running with nearly %d bytes of arguments. "
                  .formatted(core, mostBytes)
              + "Wait for some of them, or raise ManagerBuilder.maxMessageBytes at the server.");
    }
    calls.put(call.number(), call);
  }

  /// A call counts no longer.
  ///
  /// @param call null for one that never did
  void remove(@Nullable RunningCall call) {
    if (call != null && calls.remove(call.number(), call)) {
      bytes.addAndGet(-call.bytes());
    }
  }

  /// One more waits for a result, without a thread.
  ///
  /// @throws ManagerRefusedException if there are too many
  void addAwaited() {
    long most = (long) AWAITED * core.settings().maxCalls();
    if (awaited.incrementAndGet() > most) {
      awaited.decrementAndGet();
      throw tooMany(most, "wait for results");
    }
  }

  void removeAwaited() {
    awaited.decrementAndGet();
  }

  private ManagerRefusedException tooMany(long most, String doing) {
    return new ManagerRefusedException(
        "Cannot call %s: %d calls of this client %s. ".formatted(core, most, doing)
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
