package io.tandem.manager;

import java.io.Serializable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A [ServerFunction] of two: a key and its value, or two values.
///
/// ```java
/// ServerBiFunction<Integer, Integer, Integer> sum = Integer::sum;
/// System.out.println(sum.apply(1, 2)); // 3
/// ```
///
/// @param <T> of the first that it is given
/// @param <U> of the second
/// @param <R> of its results
@FunctionalInterface
public interface ServerBiFunction<
        T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
    extends BiFunction<T, U, R>, Serializable {}
