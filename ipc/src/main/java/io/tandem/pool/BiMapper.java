package io.tandem.pool;

import java.io.Serializable;

/// What [ProcessPool#map] applies to each pair of items, in another JVM: serializable, and free to
/// throw.
///
/// @param <A> the first items' type
/// @param <B> the second items' type
/// @param <R> the results' type
@FunctionalInterface
public interface BiMapper<A, B, R> extends Serializable {
  /// Applies it to a pair.
  ///
  /// @throws Exception whatever is to be thrown to whoever waits for the result
  R apply(A first, B second) throws Exception;
}
