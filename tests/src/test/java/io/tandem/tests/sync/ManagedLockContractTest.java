package io.tandem.tests.sync;

import org.junit.jupiter.params.provider.EnumSource;

/// The contract of locks, of one that a manager has in another process.
@EnumSource(Setting.class)
class ManagedLockContractTest extends LockContract {
  ManagedLockContractTest() {
    super(Deeds.Kind.MANAGED_LOCK, "a managed lock");
  }
}
