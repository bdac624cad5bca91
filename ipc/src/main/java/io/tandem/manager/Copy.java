package io.tandem.manager;

import io.tandem.codec.Codec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A copy of a value within one JVM. Managed objects in it are the same ones.
final class Copy extends Crossing {
  private final List<ProxyHandler> handlers = new ArrayList<>();

  private Copy() {}

  static <T extends @Nullable Object> T of(T value) {
    if (value == null || Frozen.isConstant(value)) {
      return value;
    }
    var copy = new Copy();
    Codec codec = Codec.data();
    byte[] encoded = copy.encode(codec, value).toBytes();
    @SuppressWarnings("unchecked") // as it was
    T copied = (T) copy.during(() -> codec.decode(MemorySegment.ofArray(encoded)));
    return copied;
  }

  @Override
  boolean reaches(UUID server) {
    return true;
  }

  @Override
  Reference refer(ProxyHandler handler) {
    handlers.add(handler);
    return new Reference(handlers.size() - 1, null, 0);
  }

  @Override
  Object resolve(Reference reference) {
    ProxyHandler handler = handlers.get((int) reference.object());
    return handler.service().proxy(handler);
  }
}
