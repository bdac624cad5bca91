package io.tandem.manager;

import java.io.Serializable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A [ServerFunction] that says yes or no.
///
/// ```java
/// ServerPredicate<String> empty = String::isEmpty;
/// System.out.println(empty.test("")); // true
/// ```
///
/// @param <T> of what it is asked about
@FunctionalInterface
public interface ServerPredicate<T extends @Nullable Object> extends Predicate<T>, Serializable {}
