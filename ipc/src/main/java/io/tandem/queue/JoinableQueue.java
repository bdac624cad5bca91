package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A [SharedQueue] whose elements are tasks: one can wait until all that were put are done.
///
/// **Shape.** Each element that was put is unfinished until [#taskDone()] was called for it, by
/// whoever took it, or its [Lease] was acknowledged, which counts as well: do one of the two.
///
/// **Units.** As [SharedQueue]. A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What was done before a task was done
/// is seen after [#join()].
///
/// **Lifetime.** As [SharedQueue]. A task is unfinished as soon as it is put, in one step, whoever
/// dies. One whose process dies between `take` and `taskDone` stays unfinished, and [#join()]
/// waits: `lease` it, and another process gets it.
///
/// **Errors.** As [SharedQueue]; `IllegalStateException` if more tasks are done than were put.
///
/// **Source.** Python's `multiprocessing.JoinableQueue`.
///
/// ```java
/// var pages = io.tandem.queue.JoinableQueue.<String>create();
/// pages.put("index.html");
/// System.out.println(pages.take());
/// pages.taskDone();
/// pages.join();
/// ```
///
/// @param <E> of elements; not checked
public final class JoinableQueue<E> extends SharedQueue<E> {
  static final ObjectType TYPE = new ObjectType("tasks", 2);

  private static final long serialVersionUID = 1;

  JoinableQueue(SharedBlock block, Codec codec) {
    super(block, codec);
  }

  /// Makes a queue of the default size in the scope of this process and all it starts.
  public static <E> JoinableQueue<E> create() {
    return create(QueueOptions.DEFAULT);
  }

  /// Makes a queue in the scope of this process and all it starts.
  public static <E> JoinableQueue<E> create(QueueOptions options) {
    return create(SharedScope.ofProcessTree(), options);
  }

  /// Makes a queue without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope has no room for it
  public static <E> JoinableQueue<E> create(SharedScope scope, QueueOptions options) {
    return new JoinableQueue<>(QueueBlock.make(scope, TYPE, options), options.codec());
  }

  /// Makes a named queue.
  ///
  /// @throws MemoryException.Exists if there is something of that name
  public static <E> JoinableQueue<E> create(SharedScope scope, String name, QueueOptions options) {
    return new JoinableQueue<>(QueueBlock.create(scope, name, TYPE, options), options.codec());
  }

  /// Finds a named queue or makes it.
  ///
  /// @param options the same for all who open it
  /// @throws MemoryException.Incompatible if it was made with others
  /// @throws CodecException.Mismatch if it was made with another codec
  public static <E> JoinableQueue<E> open(SharedScope scope, String name, QueueOptions options) {
    return new JoinableQueue<>(QueueBlock.open(scope, name, TYPE, options), options.codec());
  }

  /// Finds a named queue, with whatever options it was made.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws CodecException.Mismatch if its codec is neither Tandem's own nor installed
  public static <E> JoinableQueue<E> attach(SharedScope scope, String name) {
    SharedBlock block = scope.attachBlock(name, TYPE);
    return new JoinableQueue<>(block, QueueBlock.codecOf(block));
  }

  /// Finds a named queue, with whatever other options it was made.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws CodecException.Mismatch if it was made with another codec
  public static <E> JoinableQueue<E> attach(SharedScope scope, String name, Codec codec) {
    return new JoinableQueue<>(
        QueueBlock.requireCodec(scope.attachBlock(name, TYPE), codec), codec);
  }

  /// Says that the work on an element that was taken is done.
  ///
  /// @throws IllegalStateException if it was said for all that were put
  public void taskDone() {
    finishTasks(1);
  }

  /// How many elements were put and are not done.
  public long unfinishedTasks() {
    try {
      return outlet().unfinishedTasks();
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Waits until all elements that were put are done.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public void join() throws InterruptedException {
    boolean _ = join(Long.MAX_VALUE);
  }

  /// Waits until all elements that were put are done, or the time is over.
  ///
  /// @return whether they are done
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public boolean join(Duration timeout) throws InterruptedException {
    return join(TimeUnit.NANOSECONDS.convert(timeout));
  }

  private boolean join(long nanos) throws InterruptedException {
    try {
      return outlet().join(nanos, blocks());
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  @Override
  void finishTask(int holding) {
    try {
      outlet().finishTask(holding, blocks());
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  @Override
  void finishTasks(int count) {
    try {
      outlet().finishTasks(count, blocks());
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }
}
