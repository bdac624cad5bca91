package io.tandem.process;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/// The task of running a class's `main`, by the rules of the `java` command: `main(String[])` or
/// else `main()`, static or of an instance made without arguments.
@SuppressWarnings("serial")
final class MainTask implements Action { // no record: a child is slower to read those
  private final Class<?> type;
  private final String[] args;

  /// @throws IllegalArgumentException if the class has no `main`
  MainTask(Class<?> type, String... args) {
    this.type = type;
    this.args = args.clone();
    mainOf(type);
  }

  @Override
  public void run() throws Exception {
    Method main = mainOf(type);
    main.setAccessible(true);
    try {
      if (main.getParameterCount() == 0) {
        main.invoke(receiver(main));
      } else {
        main.invoke(receiver(main), (Object) args);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private @Nullable Object receiver(Method main) throws ReflectiveOperationException {
    if (Modifier.isStatic(main.getModifiers())) {
      return null;
    }
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static Method mainOf(Class<?> type) {
    Method withArgs = find(type, String[].class);
    Method main = withArgs != null ? withArgs : find(type);
    if (main == null) {
      throw new IllegalArgumentException(
          "Cannot start a process on %s: it has no method main(String[]) or main(). Add one."
              .formatted(type.getName()));
    }
    return main;
  }

  private static @Nullable Method find(Class<?> type, Class<?>... parameters) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      try {
        Method main = at.getDeclaredMethod("main", parameters);
        if (main.getReturnType() == void.class && !Modifier.isPrivate(main.getModifiers())) {
          return main;
        }
      } catch (NoSuchMethodException _) {
        // The superclass may have it.
      }
    }
    return null;
  }
}
