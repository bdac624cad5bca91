package io.tandem.list;

/// The word that says what a list is, see [SharedListLayout].
final class State {
  private static final int BODY_SHIFT = 1;
  private static final int SIZE_SHIFT = 2;
  private static final int VERSION_SHIFT = 33;

  private State() {}

  static int size(long state) {
    return (int) (state >>> SIZE_SHIFT) & Integer.MAX_VALUE;
  }

  static int body(long state) {
    return (int) (state >>> BODY_SHIFT) & 1;
  }

  static int index(long state) {
    return (int) state & 1;
  }

  static long version(long state) {
    return state >>> VERSION_SHIFT;
  }

  /// The state after a change.
  static long next(long state, int size, int body, int index) {
    return version(state) + 1 << VERSION_SHIFT
        | (long) size << SIZE_SHIFT
        | (long) body << BODY_SHIFT
        | index;
  }
}
