package io.tandem.manager;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method of a registered interface that cannot block, takes a few microseconds at most, and runs
/// no code that a client sent.
///
/// The thread that receives the calls of a client then runs it itself, which saves a switch to
/// another thread. Whatever the client calls next waits for it, and for some milliseconds so may
/// what others call. So a method that does block must not have this.
///
/// ```java
/// interface Counter {
///   @io.tandem.manager.Quick
///   long next();
///
///   void awaitAtLeast(long count) throws InterruptedException;
/// }
/// ```
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Quick {}
