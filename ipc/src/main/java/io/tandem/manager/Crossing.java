package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A connection between a client and a server, at either end. While a thread encodes or decodes a
/// value for it, proxies of that server travel as a [Reference], which says no more than the other
/// end needs. Anywhere else they travel as an [ObjectHandle].
abstract class Crossing {
  private static final ThreadLocal<@Nullable Crossing> CURRENT = new ThreadLocal<>();

  /// The one that this thread encodes or decodes for, or null.
  static @Nullable Crossing current() {
    return CURRENT.get();
  }

  /// Whether it is the server at either end.
  abstract boolean reaches(UUID server);

  /// What travels instead of a proxy of that server.
  abstract Reference refer(ProxyHandler handler);

  /// What a reference stands for at this end.
  abstract Object resolve(Reference reference);

  /// Encodes for the other end.
  final Encoding encode(Codec codec, @Nullable Object value) {
    return during(() -> codec.encode(value));
  }

  /// Runs what encodes or decodes for the other end.
  final <T extends @Nullable Object> T during(Supplier<T> coding) {
    Crossing outer = CURRENT.get();
    CURRENT.set(this);
    try {
      return coding.get();
    } finally {
      CURRENT.set(outer);
    }
  }
}
