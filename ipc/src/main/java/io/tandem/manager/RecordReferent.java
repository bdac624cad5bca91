package io.tandem.manager;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The record of a [ManagedRecord], where it is.
final class RecordReferent<R extends Record> extends ValueReferent<R> implements RecordService<R> {
  RecordReferent(Elements kind, R initial) {
    super(kind, Objects.requireNonNull(initial));
  }

  @Override
  public void set(R next) {
    super.set(sameType(next));
  }

  @Override
  public R getAndSet(R next) {
    return super.getAndSet(sameType(next));
  }

  @Override
  public boolean compareAndSet(R expected, R next) {
    return super.compareAndSet(expected, sameType(next));
  }

  @Override
  public Change<R> update(ServerOperator<R> operator) {
    return super.update(record -> sameType(operator.apply(record)));
  }

  private R sameType(R next) {
    Class<?> type = get().getClass();
    if (!type.isInstance(Objects.requireNonNull(next))) {
      throw new IllegalArgumentException(
          "Cannot set a managed record of %s to a %s: use a record of the same class."
              .formatted(type.getName(), next.getClass().getName()));
    }
    return next;
  }

  @Override
  public @Nullable Object getComponent(String name) {
    R record = get();
    RecordClass type = RecordClass.of(record);
    return type.get(record, type.indexOf(name));
  }

  @Override
  public void setComponent(String name, @Nullable Object value) {
    super.update(
        record -> {
          RecordClass type = RecordClass.of(record);
          int index = type.indexOf(name);
          type.requireFits(index, value);
          Object[] values = type.values(record);
          values[index] = value;
          @SuppressWarnings("unchecked") // of the same class
          R changed = (R) type.make(values);
          return changed;
        });
  }
}
