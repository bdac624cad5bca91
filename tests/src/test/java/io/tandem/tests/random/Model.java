package io.tandem.tests.random;

import java.util.List;

/// What a subject would be if all happened one after the other.
///
/// @param <S> its state: a value with `equals`
interface Model<S> {
  S start();

  /// The moments of an event at which something changes or is seen, in their order.
  List<String> moments(Event event);

  /// @param moment one of [#moments]
  /// @return what the state may be after it; nothing if the event cannot have gone so
  List<S> apply(S state, Event event, String moment);

  /// All threads of a process stop at this moment, for ever.
  S kill(S state, int process);
}
