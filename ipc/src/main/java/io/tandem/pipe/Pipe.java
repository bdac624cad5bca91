package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import org.jspecify.annotations.Nullable;

/// Two ends in shared memory that send each other messages, between any two processes or threads.
///
/// **Shape.** Each direction is a ring, see [io.tandem.ring.OneToOneRing]. A message that is longer
/// than an eighth of it goes in parts, and waits for the other end to receive them.
///
/// **Units.** Capacities are bytes of one direction: a power of two from 1024 to 2^30. Many
/// messages of a MiB go 10 to 20 % faster through 4 MiB than through the usual one.
///
/// **Sharing.** An end is for one process, and all threads of that. Give it away by capturing it in
/// a task or sending it: it may travel on, and belongs to the process that first uses it, by
/// sending, receiving or looking; any other is told. Closing an end that was given away, and that
/// this process never used, closes nothing for the one that has it.
///
/// **Lifetime.** An end is open until its process closes it or dies. While nobody uses it, it
/// belongs to the process where it arrived last, or that made it, and closes when that dies. So the
/// other end sees the end of the stream, and nobody needs to close copies. Only an end that was
/// given to a process that never came is waited for: wait for both, see
/// [io.tandem.park.Waitable#awaitAny]. The memory is freed when both ends are closed.
///
/// **Errors.** As a [Connection], and `IllegalStateException` for an end that another process uses.
///
/// **Source.** Python's `multiprocessing.Pipe`. There, each message costs system calls, and the end
/// of the stream is not seen before all processes have closed their copies of the other end.
///
/// ```java
/// try (var pipe = Pipe.duplex()) {
///   var childs = pipe.second();
///   try (var child = JvmProcess.start(() -> childs.send("Hello, " + childs.receive()))) {
///     pipe.first().send("parent");
///     System.out.println(pipe.first().receive()); // Hello, parent
///   }
/// }
/// ```
public sealed interface Pipe extends AutoCloseable {
  /// The capacity of each direction, if nothing else is said.
  int CAPACITY = 1 << 20;

  /// Makes a pipe in the scope of this process and all it starts, for objects in both directions.
  static Duplex duplex() {
    return duplex(SharedScope.ofProcessTree(), CAPACITY);
  }

  /// Makes a pipe for objects in both directions.
  ///
  /// @param capacity of each direction
  /// @throws MemoryException.NoSpace if the scope has no room for it
  static Duplex duplex(SharedScope scope, int capacity) {
    return Duplex.make(scope, capacity, null);
  }

  /// As [#duplex(SharedScope,int)], with another codec.
  ///
  /// @param codec for both ends; it travels with them if it is Serializable
  static Duplex duplex(SharedScope scope, int capacity, Codec codec) {
    return Duplex.make(scope, capacity, codec);
  }

  /// Makes a pipe in the scope of this process and all it starts, for objects in one direction.
  static Simplex simplex() {
    return simplex(SharedScope.ofProcessTree(), CAPACITY);
  }

  /// Makes a pipe for objects in one direction.
  ///
  /// @throws MemoryException.NoSpace if the scope has no room for it
  static Simplex simplex(SharedScope scope, int capacity) {
    return Simplex.make(scope, capacity, null);
  }

  /// As [#simplex(SharedScope,int)], with another codec.
  ///
  /// @param codec for both ends; it travels with them if it is Serializable
  static Simplex simplex(SharedScope scope, int capacity, Codec codec) {
    return Simplex.make(scope, capacity, codec);
  }

  /// Closes both ends, as each says.
  @Override
  void close();

  /// A pipe whose ends both send and receive.
  ///
  /// @param first one end
  /// @param second the other
  record Duplex(Connection first, Connection second) implements Pipe {
    private static Duplex make(SharedScope scope, int capacity, @Nullable Codec codec) {
      SharedBlock block = PipeConnection.allocate(scope, capacity, 2);
      return new Duplex(
          new PipeConnection(block, true, codec), new PipeConnection(block, false, codec));
    }

    @Override
    public void close() {
      first.close();
      second.close();
    }
  }

  /// A pipe in one direction.
  ///
  /// @param reader the end that receives
  /// @param writer the end that sends
  record Simplex(Connection reader, Connection writer) implements Pipe {
    private static Simplex make(SharedScope scope, int capacity, @Nullable Codec codec) {
      SharedBlock block = PipeConnection.allocate(scope, capacity, 1);
      return new Simplex(
          new PipeConnection(block, true, codec), new PipeConnection(block, false, codec));
    }

    @Override
    public void close() {
      reader.close();
      writer.close();
    }
  }
}
