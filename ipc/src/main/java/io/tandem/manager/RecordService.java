package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// What a [ManagedRecord] asks its server.
interface RecordService<R extends Record> extends ValueService<R> {
  /// @throws IllegalArgumentException if there is no such component
  @Quick
  @Nullable Object getComponent(String name);

  /// @throws IllegalArgumentException if there is no such component, or it is of another type
  @Quick
  void setComponent(String name, @Nullable Object value);
}
