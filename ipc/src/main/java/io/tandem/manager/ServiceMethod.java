package io.tandem.manager;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// A method of a [Service].
///
/// @param index among those that the server runs; -1 for a default method
/// @param quick whether it has [Quick]
/// @param interruptible whether it may throw an [InterruptedException]
/// @param returnsInterface whether what it returns may be a managed object
/// @param own what a default method does, bound to no proxy yet; null if it can be called as is
record ServiceMethod(
    Method method,
    int index,
    boolean quick,
    boolean interruptible,
    boolean returnsInterface,
    @Nullable MethodHandle own) {

  /// Of a method that the server runs.
  static ServiceMethod remote(Method method, int index) {
    boolean accessible = method.trySetAccessible();
    if (!accessible) {
      throw new IllegalArgumentException(
          "Cannot manage objects by %s: its module does not let Tandem call %s. "
                  .formatted(method.getDeclaringClass().getName(), method.getName())
              + "Export the package, and make the interface public; or open the package to"
              + " io.tandem.ipc.");
    }
    return new ServiceMethod(
        method,
        index,
        method.isAnnotationPresent(Quick.class),
        isInterruptible(method),
        method.getReturnType().isInterface(),
        null);
  }

  private static boolean isInterruptible(Method method) {
    for (Class<?> type : method.getExceptionTypes()) {
      if (type.isAssignableFrom(InterruptedException.class)) {
        return true;
      }
    }
    return false;
  }

  /// Of a default method, which runs where it is called.
  static ServiceMethod local(Method method) {
    return new ServiceMethod(method, -1, false, false, false, ownOf(method));
  }

  private static @Nullable MethodHandle ownOf(Method method) {
    Class<?> type = method.getDeclaringClass();
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .unreflectSpecial(method, type);
    } catch (IllegalAccessException _) {
      return null; // of a module that is closed, but may have exported it
    }
  }

  boolean isLocal() {
    return index < 0;
  }

  /// Runs a default method.
  @Nullable Object runDefault(Object proxy, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    return own == null
        ? InvocationHandler.invokeDefault(proxy, method, arguments)
        : own.bindTo(proxy).invokeWithArguments(arguments == null ? new Object[0] : arguments);
  }

  /// Runs the method of an object.
  @Nullable Object run(Object referent, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(referent, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  int parameters() {
    return method.getParameterCount();
  }

  @Override
  public String toString() {
    return "%s.%s".formatted(Service.nameOf(method.getDeclaringClass()), method.getName());
  }
}
