package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// What a [ManagedValue] asks its server. Each method is one atomic step.
interface ValueService<T extends @Nullable Object> {
  @Quick
  T get();

  @Quick
  void set(T value);

  @Quick
  T getAndSet(T value);

  /// Replaces the value if it equals what is expected.
  boolean compareAndSet(T expected, T next);

  <R extends @Nullable Object> R apply(ServerFunction<? super T, ? extends R> function);

  Change<T> update(ServerOperator<T> operator);
}
