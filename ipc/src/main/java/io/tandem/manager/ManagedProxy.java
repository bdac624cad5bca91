package io.tandem.manager;

import java.io.Serializable;

/// What every proxy is, beside the interface that it was asked for. It travels to other processes,
/// in tasks, messages and other managed objects, as a handle of the object.
public interface ManagedProxy extends Serializable {
  /// What travels instead of it.
  Object writeReplace();
}
