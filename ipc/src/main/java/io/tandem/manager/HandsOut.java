package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// An object that hands out what it then has no more, and takes it back if it cannot travel.
interface HandsOut {
  /// Takes back what a method has returned, if it was taken.
  void takeBack(
      ServiceMethod method, @Nullable Object @Nullable [] arguments, @Nullable Object returned);
}
