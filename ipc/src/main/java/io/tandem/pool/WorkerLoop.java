package io.tandem.pool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Encoding;
import io.tandem.codec.Failure;
import io.tandem.lock.FlightRecording;
import io.tandem.pipe.Connection;
import io.tandem.process.Action;
import io.tandem.process.MemoryClasses;
import io.tandem.process.Task;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The life of a worker, in its process: it receives tasks, runs them, and answers, on one thread.
final class WorkerLoop {
  private final String name;
  private final Connection connection;
  private final WorkerBlock block;
  private final String where;
  private final Interrupter interrupter;
  private final @Nullable OutputMark mark;

  private final MemorySegment inbox = MemorySegment.ofArray(new byte[Worker.INLINE_BYTES]);
  private @Nullable Object state;
  private MemorySegment lastCode = MemorySegment.NULL; // of lastFunction
  private @Nullable Object lastFunction;

  /// @param mark between the outputs of tasks, or null
  WorkerLoop(String name, Connection connection, WorkerBlock block, @Nullable OutputMark mark) {
    this.name = name;
    this.connection = connection;
    this.block = block;
    this.mark = mark;
    this.where = "in worker '%s' (pid %d)".formatted(name, ProcessHandle.current().pid());
    this.interrupter = new Interrupter(block, Thread.currentThread());
  }

  /// @return false if it could not be initialized
  boolean run(@Nullable Task<?> initializer, @Nullable Action onExit) throws Exception {
    boolean _ = connection.poll(); // takes this end, of which the pool waits for the other
    block.attach(ProcessHandle.current().pid());
    long start = System.nanoTime();
    try {
      state = initializer == null ? null : initializer.call();
    } catch (Throwable thrown) {
      Uninterrupted.send(connection, failure(Messages.NOT_INITIALIZED, 0, 0, thrown));
      return false;
    }
    mark(OutputMark.BEGIN, 0);
    interrupter.start();
    block.setState(WorkerLayout.READY);
    long nanos = System.nanoTime() - start;
    Uninterrupted.send(connection, Messages.answer(Messages.READY, 0, nanos, null));
    try {
      receive();
    } finally {
      interrupter.finish();
    }
    mark(OutputMark.END, 0);
    if (onExit != null) {
      var link = new WorkerLink(interrupter, block, connection, WorkerLayout.NO_TASK, 0, null);
      TaskContext.of(0, null, 1, name, state, link).run(taskOf(onExit));
    }
    return true;
  }

  private void receive() throws IOException {
    while (true) {
      MemorySegment message = Uninterrupted.receive(connection, inbox);
      switch (Messages.kind(message.asByteBuffer()) & ~Messages.PARCEL) {
        case Messages.TASK -> run(message);
        case Messages.CLASSES -> takeClasses(open(message));
        default -> {
          return;
        }
      }
    }
  }

  private static MemorySegment open(MemorySegment message) {
    ByteBuffer head = message.asByteBuffer();
    boolean parcel = (Messages.kind(head) & Messages.PARCEL) != 0;
    return parcel ? Parcel.open(head) : message;
  }

  @SuppressWarnings("unchecked")
  private static void takeClasses(MemorySegment message) {
    MemorySegment encoded = message.asSlice(Messages.HEAD_BYTES);
    MemoryClasses.receive((Map<String, byte[]>) Codec.data().decode(encoded));
  }

  // ---- a task ----

  private void run(MemorySegment message) throws IOException {
    int place = Messages.place(message.asByteBuffer());
    long start = System.nanoTime();
    if (!block.start(place, start)) {
      long length = message.byteSize();
      Uninterrupted.send(connection, Messages.answer(Messages.SKIPPED, place, length, null));
      return;
    }
    interrupter.begin(place);
    Thread self = Thread.currentThread();
    ClassLoader loader = self.getContextClassLoader();
    Encoding answer;
    try {
      TaskCall call = TaskCall.of(open(message));
      Object value = call(place, call);
      Encoding result = result(call, value);
      int failed = call.isChunk() ? Chunk.failed((Object[]) value) : 0;
      long nanos = System.nanoTime() - start;
      answer = Messages.answer(Messages.RETURNED, place, nanos, failed, result);
    } catch (Throwable thrown) {
      answer = failure(Messages.THROWN, place, System.nanoTime() - start, thrown);
    } finally {
      interrupter.end();
      self.setContextClassLoader(loader); // the next task is decoded with it
    }
    mark(OutputMark.NEXT, place);
    try {
      Uninterrupted.send(connection, answer);
    } catch (RuntimeException | Error e) { // the memory of what it returned, say, was closed
      long nanos = System.nanoTime() - start;
      Uninterrupted.send(connection, failure(Messages.THROWN, place, nanos, e));
    }
  }

  private void mark(char letter, int place) {
    if (mark != null) {
      mark.write(letter, place);
    }
  }

  private Encoding failure(int kind, int place, long nanos, Throwable thrown) {
    return Messages.answer(kind, place, nanos, Codec.data().encode(Failure.of(thrown, where)));
  }

  private Encoding result(TaskCall call, @Nullable Object value) {
    try {
      return Codec.data().encode(call.isChunk() ? Packed.pack((Object[]) value) : value);
    } catch (CodecException.Unencodable e) {
      if (call.isChunk()) {
        return Codec.data().encode(Chunk.sendable((Object[]) value, where));
      }
      throw new IllegalStateException(
          "The task has returned what cannot be sent back: " + e.reason(), e);
    }
  }

  private @Nullable Object call(int place, TaskCall call) throws Exception {
    TaskContext context =
        TaskContext.of(
            call.number(),
            call.name(),
            call.attempt(),
            name,
            state,
            new WorkerLink(interrupter, block, connection, place, call.number(), call.name()));
    Task<?> task = taskOf(function(call), call);
    return FlightRecording.isOn()
        ? TaskRunEvent.record(call, name, () -> context.run(task))
        : context.run(task);
  }

  private Task<?> taskOf(@Nullable Object function, TaskCall call) {
    return switch (function) {
      case Task<?> task -> task;
      case Action action -> taskOf(action);
      default -> () -> Chunk.run(function, Packed.unpack(decode(call.items())), where);
    };
  }

  private static Task<@Nullable Object> taskOf(Action action) {
    return () -> {
      action.run();
      return null;
    };
  }

  private @Nullable Object function(TaskCall call) {
    if (!call.reusable()) {
      return decode(call.code());
    }
    if (lastFunction == null || lastCode.mismatch(call.code()) >= 0) {
      lastFunction = decode(call.code());
      lastCode = MemorySegment.ofArray(call.code().toArray(JAVA_BYTE)); // without the items
    }
    return lastFunction;
  }

  private static @Nullable Object decode(MemorySegment encoded) {
    return Codec.data().decode(encoded);
  }
}
