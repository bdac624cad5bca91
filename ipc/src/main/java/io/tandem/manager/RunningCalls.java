package io.tandem.manager;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The calls of a client that run in threads of their own, by number. They are so many, and their
/// messages so long, as one client may have at a time. A call counts until its method has returned.
final class RunningCalls {
  private static final int LONGEST_MESSAGES = 4; // at a time

  private final ServerCore core;
  private final Map<Long, RunningCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  RunningCalls(ServerCore core) {
    this.core = core;
  }

  /// @throws ManagerRefusedException if there are too many
  void add(long number, RunningCall call) {
    int most = core.settings().maxCalls();
    if (calls.size() >= most) {
      throw new ManagerRefusedException(
          "Cannot call %s: %d calls of this client are running. ".formatted(core, most)
              + "Wait for some of them, or raise ManagerBuilder.maxCalls.");
    }
    long mostBytes = (long) LONGEST_MESSAGES * core.settings().maxMessageBytes();
    if (bytes.addAndGet(call.bytes()) > mostBytes) {
      bytes.addAndGet(-call.bytes());
      throw new ManagerRefusedException(
          "Cannot call %s: calls of this client are running with nearly %d bytes of arguments. "
                  .formatted(core, mostBytes)
              + "Wait for some of them, or raise ManagerBuilder.maxMessageBytes at the server.");
    }
    calls.put(number, call);
  }

  /// A call is over, if it is one of these. From now on it is not interrupted.
  void remove(long number) {
    RunningCall call = calls.remove(number);
    if (call != null) {
      bytes.addAndGet(-call.bytes());
      call.finish();
    }
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
