package io.tandem.pool;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/// The future of an action, with a result that was given beforehand.
final class GivenResult<T> extends CompletableFuture<T> {
  private final CompletableFuture<?> action;

  GivenResult(CompletableFuture<?> action, T result) {
    this.action = action;
    action.whenComplete(
        (_, thrown) -> {
          if (thrown == null) {
            complete(result);
          } else if (thrown instanceof CancellationException) {
            super.cancel(false);
          } else {
            completeExceptionally(thrown);
          }
        });
  }

  @Override
  public boolean cancel(boolean interrupt) {
    return action.cancel(interrupt) && super.cancel(interrupt);
  }
}
