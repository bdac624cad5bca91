package io.tandem.bench.peers;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/// One of our pipes, which has both streams. The left side makes it and sends the other its end.
final class PipeTransport implements Transport {
  private static final String TO_THE_RIGHT = "there";

  private final SharedScope scope = SharedScope.open("pipes", 8 * CAPACITY);
  private final SharedQueue<Connection> ends =
      SharedQueue.open(scope, "ends", QueueOptions.DEFAULT);
  private @Nullable Connection end;

  private Connection end(boolean left) {
    if (end == null) {
      end = left ? make() : take();
    }
    return end;
  }

  private Connection make() {
    Pipe.Duplex pipe = Pipe.duplex(scope, CAPACITY);
    ends.add(pipe.second());
    return pipe.first();
  }

  private Connection take() {
    try {
      return ends.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Sender sender(String stream) {
    return new PipeSender(end(stream.equals(TO_THE_RIGHT)));
  }

  @Override
  public Receiver receiver(String stream) {
    MemorySegment memory = Arena.ofAuto().allocate(CAPACITY, 64);
    return new PipeReceiver(end(!stream.equals(TO_THE_RIGHT)), memory, new SegmentBuffer(memory));
  }

  private record PipeSender(Connection end) implements Sender {
    @Override
    public MutableDirectBuffer message(int bytes) {
      return new SegmentBuffer(Arena.ofAuto().allocate(bytes, 8));
    }

    @Override
    public void send(MutableDirectBuffer message, int bytes) {
      try {
        end.sendBytes(((SegmentBuffer) message).segment().asSlice(0, bytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record PipeReceiver(Connection end, MemorySegment memory, MutableDirectBuffer received)
      implements Receiver {
    @Override
    public int receive(MessageHandler handler, int limit) {
      try {
        int length = (int) end.receiveInto(memory, 0);
        handler.onMessage(1, received, 0, length);
        return 1;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
