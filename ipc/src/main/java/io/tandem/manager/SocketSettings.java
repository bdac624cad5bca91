package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.DataCodec;
import io.tandem.pipe.ConnectionOptions;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What both ends of a socket agree on.
///
/// @param key that both know; null for a Unix socket of this user
/// @param allowed classes beside [#HARMLESS], as [DataCodec#allowing] has them
/// @param services interfaces of which a client takes proxies
/// @param remote whether other machines may be at the other end
record SocketSettings(
    byte @Nullable [] key,
    List<String> allowed,
    List<Class<?>> services,
    boolean remote,
    int maxMessageBytes)
    implements Serializable {
  private static final int BACKLOG = 128;

  /// Proxies and what else is in this package, and exceptions that referents throw: making one of
  /// these does nothing.
  private static final List<String> HARMLESS =
      List.of(
          "io.tandem.manager.*",
          "io.tandem.sync.OwnerDiedException",
          "java.lang.Throwable",
          "java.lang.StackTraceElement",
          "java.lang.Error",
          "java.lang.Exception",
          "java.lang.InterruptedException",
          "java.lang.RuntimeException",
          "java.lang.ArithmeticException",
          "java.lang.ArrayStoreException",
          "java.lang.ClassCastException",
          "java.lang.IllegalArgumentException",
          "java.lang.IllegalMonitorStateException",
          "java.lang.IllegalStateException",
          "java.lang.IndexOutOfBoundsException",
          "java.lang.ArrayIndexOutOfBoundsException",
          "java.lang.StringIndexOutOfBoundsException",
          "java.lang.NegativeArraySizeException",
          "java.lang.NullPointerException",
          "java.lang.NumberFormatException",
          "java.lang.UnsupportedOperationException",
          "java.io.IOException",
          "java.io.UncheckedIOException",
          "java.time.DateTimeException",
          "java.util.ConcurrentModificationException",
          "java.util.NoSuchElementException",
          "java.util.concurrent.BrokenBarrierException",
          "java.util.concurrent.CancellationException",
          "java.util.concurrent.CompletionException",
          "java.util.concurrent.ExecutionException",
          "java.util.concurrent.RejectedExecutionException",
          "java.util.concurrent.TimeoutException");

  ConnectionOptions options() {
    ConnectionOptions options =
        key == null ? ConnectionOptions.withoutKey() : ConnectionOptions.withKey(key);
    if (remote) {
      options = options.allowRemote();
    }
    return options.maxMessageBytes(maxMessageBytes).backlog(BACKLOG);
  }

  KnownServices known() {
    var known = new KnownServices(null);
    services.forEach(known::add);
    return known;
  }

  Codec codec() {
    return DataCodec.allowing(
        Stream.concat(HARMLESS.stream(), allowed.stream()).toArray(String[]::new));
  }

  /// Everything but the key.
  @Override
  public String toString() {
    return key == null ? "no key" : "a key";
  }
}
