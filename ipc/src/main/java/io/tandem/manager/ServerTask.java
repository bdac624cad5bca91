package io.tandem.manager;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A [Callable] that runs in a worker of a pool on the server: serializable, and copied there with
/// what it captures.
///
/// ```java
/// ServerTask<Integer> task = () -> 6 * 7;
/// System.out.println(task.call()); // 42
/// ```
///
/// @param <T> of its result, which must be able to travel back
@FunctionalInterface
public interface ServerTask<T extends @Nullable Object> extends Callable<T>, Serializable {}
