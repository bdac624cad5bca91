package io.tandem.tests.pool;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/// A value that does something when it is written or read, in the process of the pool or in
/// another.
@SuppressWarnings("serial")
final class Trap implements Serializable {
  enum Stage {
    TASK_ENCODE,
    TASK_DECODE,
    RUN,
    RESULT_ENCODE,
    RESULT_DECODE
  }

  enum Deed {
    ERROR,
    EXIT,
    HALT
  }

  private final Stage stage;
  private final Deed deed;
  private final byte[] load;
  private final long home = ProcessHandle.current().pid();

  Trap(Stage stage, Deed deed, int bytes) {
    this.stage = stage;
    this.deed = deed;
    this.load = new byte[bytes];
  }

  /// The task.
  Trap run() {
    springAt(Stage.RUN);
    return this;
  }

  private void springAt(Stage now) {
    if (now == stage) {
      switch (deed) {
        case ERROR -> throw new IllegalStateException("sprung");
        case EXIT -> System.exit(42);
        case HALT -> Runtime.getRuntime().halt(43);
      }
    }
  }

  private boolean isHome() {
    return ProcessHandle.current().pid() == home;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    springAt(isHome() ? Stage.TASK_ENCODE : Stage.RESULT_ENCODE);
    out.defaultWriteObject();
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    springAt(isHome() ? Stage.RESULT_DECODE : Stage.TASK_DECODE);
  }
}
