package io.tandem.bench.peers;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.jspecify.annotations.Nullable;

/// Aeron over IPC, by way of an [AeronDriver] in a process of its own. It yields where the others
/// spin: the driver needs a CPU too.
final class AeronTransport implements Transport {
  private static final String CHANNEL = "aeron:ipc";
  private static final IdleStrategy IDLE = YieldingIdleStrategy.INSTANCE;

  private final Aeron aeron;

  AeronTransport(Path folder) {
    aeron =
        Aeron.connect(
            new Aeron.Context().aeronDirectoryName(AeronDriver.directory(folder).toString()));
  }

  @Override
  public Sender sender(String stream) {
    return new PublicationSender(aeron.addExclusivePublication(CHANNEL, stream.hashCode()));
  }

  @Override
  public Receiver receiver(String stream) {
    return new SubscriptionReceiver(aeron.addSubscription(CHANNEL, stream.hashCode()));
  }

  private record PublicationSender(ExclusivePublication publication) implements Sender {
    @Override
    public MutableDirectBuffer message(int bytes) {
      return new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, 8));
    }

    @Override
    public void send(MutableDirectBuffer message, int bytes) {
      long position;
      while ((position = publication.offer(message, 0, bytes)) < 0) {
        requireUsable(position);
        IDLE.idle();
      }
    }

    private static void requireUsable(long position) {
      if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
        throw new IllegalStateException("Aeron's publication is over: " + position);
      }
    }
  }

  /// Keeps the adapter of a handler, which stays the same for many calls.
  private static final class SubscriptionReceiver implements Receiver {
    private final Subscription subscription;
    private @Nullable MessageHandler handler;
    private final FragmentHandler adapter =
        (buffer, offset, length, _) -> handler.onMessage(1, (UnsafeBuffer) buffer, offset, length);

    SubscriptionReceiver(Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public int receive(MessageHandler handler, int limit) {
      this.handler = handler;
      int count = subscription.poll(adapter, limit);
      IDLE.idle(count);
      return count;
    }
  }
}
