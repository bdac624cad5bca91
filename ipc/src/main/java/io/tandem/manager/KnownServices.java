package io.tandem.manager;

import io.tandem.codec.CodecException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The interfaces of which a client takes proxies from a server. Over a socket no class is even
/// looked for that the program has not named: as one to make or register, or as what a method of
/// such a one returns.
final class KnownServices {
  private final Map<String, Class<?>> types = new ConcurrentHashMap<>();
  private final @Nullable ClassLoader trusted;

  /// @param trusted finds any other interface, if the server is trusted; else null
  KnownServices(@Nullable ClassLoader trusted) {
    this.trusted = trusted;
    Services.MAKERS.keySet().forEach(this::add);
    Services.RETURNED.forEach(this::add);
  }

  void add(Class<?> type) {
    if (type.isInterface() && types.putIfAbsent(type.getName(), type) == null) {
      for (var method : type.getMethods()) {
        add(method.getReturnType());
      }
    }
  }

  /// @throws CodecException.Refused if the program has not named it
  Service require(String name) {
    Class<?> type = types.get(name);
    if (type == null) {
      type = find(name);
      types.put(name, type);
    }
    return Service.of(type);
  }

  private Class<?> find(String name) {
    if (trusted == null) {
      throw new CodecException.Refused(
          "Cannot take a proxy of %s from a server at a socket: this program has not named it. "
                  .formatted(name)
              + "Give it to ManagerBuilder.register before connecting.");
    }
    try {
      return Class.forName(name, false, trusted);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new CodecException.Refused(
          "Cannot take a proxy of %s: it is not on the class path here. Add it.".formatted(name),
          e);
    }
  }
}
