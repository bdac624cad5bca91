package io.tandem.manager;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An interface by which an object is managed: its methods, in an order that is the same in every
/// JVM that has the same interface.
final class Service {
  private static final ClassValue<Service> SERVICES =
      new ClassValue<>() {
        @Override
        protected Service computeValue(Class<?> type) {
          return new Service(type);
        }
      };

  private final Class<?> type;
  private final ServiceMethod[] remote;
  private final Map<Method, ServiceMethod> methods = new HashMap<>();
  private final int fingerprint;

  private Service(Class<?> type) {
    this.type = type;
    List<Method> remotes = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.isDefault()) {
        methods.put(method, ServiceMethod.local(method));
      } else if (!Modifier.isStatic(method.getModifiers()) && !isOfObject(method)) {
        remotes.add(method);
      }
    }
    remotes.sort(Comparator.comparing(Service::textOf));
    remotes.add(TO_STRING);
    remote = new ServiceMethod[remotes.size()];
    for (int i = 0; i < remote.length; i++) {
      remote[i] =
          remotes.get(i) == TO_STRING
              ? new ServiceMethod(TO_STRING, i, false, false, false, null)
              : ServiceMethod.remote(remotes.get(i), i);
      methods.put(remotes.get(i), remote[i]);
    }
    fingerprint = remotes.stream().map(Service::textOf).toList().hashCode();
  }

  private static final Method TO_STRING = objectMethod("toString");

  private static Method objectMethod(String name) {
    try {
      return Object.class.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isOfObject(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException _) {
      return false;
    }
  }

  /// Without the declaring class, which depends on where an interface inherits it from.
  private static String textOf(Method method) {
    return "%s%s%s"
        .formatted(
            method.getName(),
            Arrays.toString(method.getParameterTypes()),
            method.getReturnType().getName());
  }

  /// @throws IllegalArgumentException if objects cannot be managed by it
  static Service of(Class<?> type) {
    Objects.requireNonNull(type, "No interface is given");
    if (!type.isInterface() || type.isHidden() || type.isSealed() || type.isAnnotation()) {
      throw new IllegalArgumentException(
          "Cannot manage objects by %s: it is no interface that others may implement. "
                  .formatted(type.getName())
              + "Declare their methods in one, and give that.");
    }
    return SERVICES.get(type);
  }

  Class<?> type() {
    return type;
  }

  String name() {
    return type.getName();
  }

  /// Of its methods: two JVMs that have another one have another interface.
  int fingerprint() {
    return fingerprint;
  }

  /// A method that the server runs, or null.
  @Nullable ServiceMethod method(int index) {
    return index < remote.length ? remote[index] : null;
  }

  /// A method of the interface, or null.
  @Nullable ServiceMethod method(Method method) {
    return methods.get(method);
  }

  Object proxy(ProxyHandler handler) {
    return Proxy.newProxyInstance(loader(), new Class<?>[] {type, ManagedProxy.class}, handler);
  }

  /// One that finds the interface and [ManagedProxy]: that of an interface of Java itself finds
  /// nothing of ours.
  private ClassLoader loader() {
    ClassLoader own = ManagedProxy.class.getClassLoader();
    ClassLoader theirs = type.getClassLoader();
    return theirs == null || theirs == ClassLoader.getPlatformClassLoader() ? own : theirs;
  }

  /// @throws ManagerRefusedException if it is another one than here
  void requireSame(int other) {
    if (other != fingerprint) {
      throw new ManagerRefusedException(
          "Cannot use %s: the client and the server have different versions of it. "
                  .formatted(name())
              + "Give both the same.");
    }
  }

  /// For people: those of the ready-made objects are what they know.
  @Override
  public String toString() {
    return nameOf(type);
  }

  static String nameOf(Class<?> type) {
    String name = type.getSimpleName();
    if (type == PoolService.class) {
      return ManagedExecutor.class.getSimpleName();
    }
    return type.getPackage() == Service.class.getPackage() && name.endsWith("Service")
        ? "Managed" + name.substring(0, name.length() - "Service".length())
        : name;
  }
}
