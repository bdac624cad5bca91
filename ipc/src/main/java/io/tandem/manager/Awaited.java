package io.tandem.manager;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An object one of whose methods does nothing but wait: a client that waits takes no thread of the
/// server.
interface Awaited {
  /// What a method waits for, and returns or throws; null if it is another method.
  @Nullable CompletableFuture<?> awaited(ServiceMethod method);
}
