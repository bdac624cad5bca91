package io.tandem.pool;

import java.io.Serializable;

/// What [ProcessPool#map] applies to each item, in another JVM: serializable, and free to throw.
///
/// @param <A> the items' type
/// @param <R> the results' type
@FunctionalInterface
public interface Mapper<A, R> extends Serializable {
  /// Applies it to an item.
  ///
  /// @throws Exception whatever is to be thrown to whoever waits for the result
  R apply(A item) throws Exception;
}
