package io.tandem.manager;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Objects without a server: each is called as it is.
final class DirectObjects extends ManagedObjects {
  private final Map<String, Object> named = new ConcurrentHashMap<>();

  @Override
  <T> T create(Class<T> service, Object... arguments) {
    try {
      return service.cast(Services.MAKERS.get(service).make(arguments));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  <T> T open(String name, Class<T> service, Object... arguments) {
    return service.cast(named.computeIfAbsent(name, _ -> create(service, arguments)));
  }
}
