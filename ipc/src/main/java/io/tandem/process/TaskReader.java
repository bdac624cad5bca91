package io.tandem.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/// Reads a child's task. Parent and child run the same classes, so any class is let in; the limits
/// only stop a damaged payload from asking for more memory than it could honestly fill.
final class TaskReader extends ObjectInputStream {
  private final ClassLoader loader;

  private TaskReader(byte[] task, ClassLoader loader) throws IOException {
    super(new ByteArrayInputStream(task));
    this.loader = loader;
    setObjectInputFilter(new Limits(task.length));
  }

  static Action read(byte[] task, ClassLoader loader) throws IOException, ClassNotFoundException {
    try (var in = new TaskReader(task, loader)) {
      return (Action) in.readObject();
    }
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    try {
      return Class.forName(description.getName(), false, loader);
    } catch (ClassNotFoundException _) {
      return super.resolveClass(description); // primitive types have no loadable name
    }
  }

  /// Everything in a stream takes at least one byte of it.
  private static final class Limits implements ObjectInputFilter {
    private static final int MAX_DEPTH = 10_000;

    private final long bytes;

    Limits(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public Status checkInput(FilterInfo info) {
      boolean tooMuch =
          info.depth() > MAX_DEPTH
              || info.references() > bytes
              || info.arrayLength() > bytes
              || info.streamBytes() > bytes;
      return tooMuch ? Status.REJECTED : Status.UNDECIDED;
    }
  }
}
