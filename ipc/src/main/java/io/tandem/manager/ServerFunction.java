package io.tandem.manager;

import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function that runs on the server, where the object is: serializable, and copied there with
/// what it captures.
///
/// It runs outside of all locks, and again if somebody has changed the object meanwhile: it should
/// do nothing but compute its result.
///
/// ```java
/// ServerFunction<String, Integer> length = text -> text.length();
/// System.out.println(length.apply("four")); // 4
/// ```
///
/// @param <T> of what it is given
/// @param <R> of its results
@FunctionalInterface
public interface ServerFunction<T extends @Nullable Object, R extends @Nullable Object>
    extends Function<T, R>, Serializable {}
