package io.tandem.manager;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is behind a proxy: an object of a server, whose methods it calls.
///
/// Proxies are equal if they are of the same object. Their text is the object's.
abstract class ProxyHandler implements InvocationHandler {
  private final Service service;

  ProxyHandler(Service service) {
    this.service = service;
  }

  /// The handler of a proxy of a managed object, or null for any other object.
  static @Nullable ProxyHandler of(@Nullable Object object) {
    return object instanceof ManagedProxy
            && Proxy.isProxyClass(object.getClass())
            && Proxy.getInvocationHandler(object) instanceof ProxyHandler handler
        ? handler
        : null;
  }

  final Service service() {
    return service;
  }

  /// Which server has the object.
  abstract UUID server();

  /// Which of its objects it is.
  abstract long object();

  /// Calls a method of the object.
  abstract @Nullable Object call(ServiceMethod method, @Nullable Object @Nullable [] arguments)
      throws Throwable;

  /// What travels instead of the proxy.
  abstract Object handle();

  @Override
  public final @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    ServiceMethod found = service.method(method);
    if (found == null) {
      return invokeOwn(method, arguments);
    }
    return found.isLocal() ? found.runDefault(proxy, arguments) : call(found, arguments);
  }

  private Object invokeOwn(Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "writeReplace" -> handle();
      case "hashCode" -> Long.hashCode(object()) ^ server().hashCode();
      case "equals" -> arguments != null && isSame(of(arguments[0]));
      default -> throw new AssertionError(method);
    };
  }

  private boolean isSame(@Nullable ProxyHandler other) {
    return other != null && object() == other.object() && server().equals(other.server());
  }
}
