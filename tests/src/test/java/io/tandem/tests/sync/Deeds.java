package io.tandem.tests.sync;

import io.tandem.memory.SharedScope;
import java.util.function.Function;

/// What can be done to a shared object by threads that are told to: see [Actors]. Times are in
/// milliseconds.
interface Deeds {
  /// What there are deeds for.
  enum Kind {
    LOCK(SharedLockDeeds::new),
    MANAGED_LOCK(_ -> new ManagedLockDeeds()),
    READ_WRITE_LOCK(ReadWriteDeeds::new),
    QUEUE(QueueDeeds::new);

    private final Function<SharedScope, Deeds> maker;

    Kind(Function<SharedScope, Deeds> maker) {
      this.maker = maker;
    }

    /// The deeds of one thread.
    Deeds in(SharedScope scope) {
      return maker.apply(scope);
    }
  }

  /// Goes on with another object, as each test uses its own.
  void use(long number);

  /// Does one deed.
  ///
  /// @return what came of it; `done` if it has no result
  String run(String deed, long number) throws InterruptedException;
}
