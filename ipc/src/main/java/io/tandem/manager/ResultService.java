package io.tandem.manager;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// What a future of a [ManagedExecutor] asks its server: what becomes of one task.
interface ResultService {
  @Nullable Object get() throws InterruptedException, ExecutionException;

  void cancel(boolean interrupt);
}
