package io.tandem.process;

import io.tandem.peer.StaticInitializers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Where this JVM stands in the tree of processes.
final class CurrentProcess {
  private static final String ROOT_NAME = "MainProcess";

  private static final AtomicInteger CHILDREN = new AtomicInteger();

  private static volatile Optional<Payload> origin = Optional.empty();

  private CurrentProcess() {}

  static void becomeChild(Payload payload) {
    origin = Optional.of(payload);
  }

  static String name() {
    return System.getProperty(StaticInitializers.PROCESS_NAME, ROOT_NAME);
  }

  static ProcessView view() {
    return new ProcessView(name(), ProcessHandle.current());
  }

  static Optional<ProcessView> parent() {
    return origin.flatMap(
        from ->
            ProcessHandle.of(from.parentPid())
                .map(handle -> new ProcessView(from.parentName(), handle)));
  }

  /// Whether the process that started this one still is its parent, as far as it has been told.
  static boolean hasItsParent() {
    long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    return origin.map(from -> from.parentPid() == parent).orElse(true);
  }

  /// The next child's identity: `2`, or `1:2` in the process with identity `1`.
  static String nextIdentity() {
    int number = CHILDREN.incrementAndGet();
    return origin.map(from -> from.identity() + ":").orElse("") + number;
  }
}
