package io.tandem.codec;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Objects that travel as another, by the two methods that Java serialization has for that: the
/// `writeReplace` of the object gives its handle, a record, and that record's `readResolve` an
/// object of the same. It is how shared objects travel.
final class HandleForm {
  private static final ClassValue<Methods> METHODS =
      new ClassValue<>() {
        @Override
        protected Methods computeValue(Class<?> type) {
          return Methods.of(type);
        }
      };

  private HandleForm() {}

  /// The methods of a class, as far as they can be called from here.
  private record Methods(@Nullable Method replace, @Nullable Method resolve) {
    private static final Methods NONE = new Methods(null, null);

    static Methods of(Class<?> type) {
      boolean asked = Serializable.class.isAssignableFrom(type) && !type.isHidden();
      return asked ? new Methods(find(type, "writeReplace"), find(type, "readResolve")) : NONE;
    }

    private static @Nullable Method find(Class<?> type, String name) {
      if (Proxy.isProxyClass(type)) {
        return findInInterfaces(type, name);
      }
      for (Class<?> at = type; at != null; at = at.getSuperclass()) {
        try {
          Method method = at.getDeclaredMethod(name);
          boolean counts = at == type || !Modifier.isPrivate(method.getModifiers());
          return counts && method.trySetAccessible() ? method : null;
        } catch (NoSuchMethodException _) {
          // The superclass may have it.
        }
      }
      return null;
    }

    /// The class of a proxy is in a package that nobody can call into.
    private static @Nullable Method findInInterfaces(Class<?> type, String name) {
      for (Class<?> each : type.getInterfaces()) {
        Method method = find(each, name);
        if (method != null) {
          return method;
        }
      }
      return null;
    }
  }

  /// Whether objects of a class have a handle, or are one.
  static boolean has(Class<?> type) {
    return METHODS.get(type).replace != null || isHandle(type);
  }

  static boolean isHandle(Class<?> type) {
    return type.isRecord() && METHODS.get(type).resolve != null;
  }

  /// What travels instead of an object that [#has] one.
  static @Nullable Object of(Serializable object) {
    Method replace = METHODS.get(object.getClass()).replace;
    try {
      return replace == null ? object : replace.invoke(object);
    } catch (InvocationTargetException e) {
      throw new Blame("is not to be had, as its writeReplace throws " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // it was made accessible
    }
  }

  /// What a handle stands for.
  static @Nullable Object resolve(Record handle) {
    try {
      return METHODS.get(handle.getClass()).resolve.invoke(handle);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw Input.malformed("its readResolve throws %s", e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // it was made accessible
    }
  }
}
