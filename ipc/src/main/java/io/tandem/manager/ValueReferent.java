package io.tandem.manager;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The value of a [ManagedValue], where it is.
class ValueReferent<T extends @Nullable Object> implements ValueService<T> {
  private final Elements kind;
  private final AtomicReference<T> value;

  ValueReferent(Elements kind, T initial) {
    this.kind = kind;
    this.value = new AtomicReference<>(kind.keep(initial));
  }

  @Override
  public T get() {
    return value.get();
  }

  @Override
  public void set(T next) {
    value.set(kind.keep(next));
  }

  @Override
  public T getAndSet(T next) {
    return value.getAndSet(kind.keep(next));
  }

  @Override
  public boolean compareAndSet(T expected, T next) {
    T kept = kind.keep(next);
    while (true) {
      T before = value.get();
      if (!Objects.equals(before, expected)) {
        return false;
      }
      if (value.compareAndSet(before, kept)) {
        return true;
      }
    }
  }

  @Override
  public <R extends @Nullable Object> R apply(ServerFunction<? super T, ? extends R> function) {
    return function.apply(kind.copy(value.get()));
  }

  @Override
  public Change<T> update(ServerOperator<T> operator) {
    for (var tries = new Tries("value"); ; tries.again()) {
      T before = value.get();
      T after = kind.keep(operator.apply(kind.copy(before)));
      if (value.compareAndSet(before, after)) {
        return new Change<>(before, after);
      }
    }
  }

  @Override
  public String toString() {
    return Objects.toString(value.get());
  }
}
