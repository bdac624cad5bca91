package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.pipe.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What comes back from a worker.
final class Answers {
  private final Connection connection;
  private final Codec codec = Codec.data();
  private volatile @Nullable Throwable failure;

  Answers(Connection connection) {
    this.connection = connection;
  }

  /// Receives all that comes, until there is no more.
  void receive(Workplace.Listener listener) {
    while (true) {
      try {
        byte[] bytes = Uninterrupted.receive(connection);
        ByteBuffer answer = ByteBuffer.wrap(bytes);
        if (Messages.kind(answer) == Messages.NOT_INITIALIZED) {
          Object what = codec.decode(Messages.value(bytes));
          failure = Failure.decode((Object[]) what, codec);
        } else {
          listener.answered(bytes, answer);
        }
      } catch (IOException _) {
        return;
      }
    }
  }

  /// What the worker's initializer has thrown, or null.
  @Nullable Throwable failure() {
    return failure;
  }
}
