package io.tandem.manager;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A [ServerFunction] from a value to another of the same type.
///
/// ```java
/// ServerOperator<Integer> next = number -> number + 1;
/// System.out.println(next.apply(1)); // 2
/// ```
///
/// @param <T> of values
@FunctionalInterface
public interface ServerOperator<T extends @Nullable Object>
    extends UnaryOperator<T>, Serializable {}
