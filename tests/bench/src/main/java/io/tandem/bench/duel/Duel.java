package io.tandem.bench.duel;

import io.tandem.bench.side.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ours and a peer's, started and ready to be measured in turn.
public final class Duel implements AutoCloseable {
  /// Takes one figure.
  public interface Measurement {
    double take() throws Exception;
  }

  /// A figure beside those that are compared.
  record Aside(String name, String unit) {}

  private final Root root = Root.open();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Measurement ours = () -> Double.NaN;
  private @Nullable Measurement peer;
  private @Nullable Measurement warmUp;
  private @Nullable Measurement allocated;
  private final Map<Aside, Measurement> asides = new LinkedHashMap<>();

  Duel() throws IOException {}

  /// For the files of this duel alone.
  public Path folder() {
    return root.folder();
  }

  /// Closes this in the end.
  public <T extends AutoCloseable> T with(T resource) {
    open.push(resource);
    return resource;
  }

  /// How to measure ours.
  public void ours(Measurement measurement) {
    ours = measurement;
  }

  /// How to measure the peer's; without it ours stands alone.
  public void peer(Measurement measurement) {
    peer = measurement;
  }

  /// How to warm both up, if not by measuring both.
  public void warmUpBy(Measurement measurement) {
    warmUp = measurement;
  }

  /// What else is to be told: how fair it was, say. It is taken after each pair.
  public void aside(String name, String unit, Measurement measurement) {
    asides.put(new Aside(name, unit), measurement);
  }

  /// Bytes of heap for each operation of ours, asked after each pair.
  public void allocated(Measurement bytes) {
    allocated = bytes;
  }

  void warmUp() throws Exception {
    if (warmUp != null) {
      double _ = warmUp.take();
      return;
    }
    double _ = ours.take();
    if (peer != null) {
      double _ = peer.take();
    }
  }

  double measureOurs() throws Exception {
    return ours.take();
  }

  @Nullable Double measurePeer() throws Exception {
    return peer == null ? null : peer.take();
  }

  Map<Aside, Measurement> asides() {
    return asides;
  }

  @Nullable Double allocated() throws Exception {
    return allocated == null ? null : allocated.take();
  }

  @Override
  public void close() {
    try (root) {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("Not all of a duel has ended: " + e.getMessage(), e);
    }
  }
}
