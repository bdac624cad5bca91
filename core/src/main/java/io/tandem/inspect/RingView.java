package io.tandem.inspect;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A ring of messages, at one moment.
///
/// @param capacityBytes of its records
/// @param pendingBytes written and not yet read
/// @param pendingMessages in these bytes, as far as they are committed
/// @param producers who write, as far as the ring names them
/// @param consumer who reads, if the ring names anybody
/// @param abandoned messages that were never committed, because their producers died
public record RingView(
    long capacityBytes,
    long pendingBytes,
    long pendingMessages,
    List<PeerView> producers,
    Optional<PeerView> consumer,
    long abandoned)
    implements Details {
  /// Copies the list.
  public RingView {
    producers = List.copyOf(producers);
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    text.append(
        "%d messages pending, %d of %d bytes"
            .formatted(pendingMessages, pendingBytes, capacityBytes));
    if (!producers.isEmpty()) {
      text.append("; from ").append(all(producers));
    }
    consumer.ifPresent(reader -> text.append("; to ").append(reader.text()));
    if (abandoned > 0) {
      text.append("; ").append(abandoned).append(" abandoned");
    }
    return text.toString();
  }

  private static String all(List<PeerView> producers) {
    return producers.stream().map(PeerView::text).collect(Collectors.joining(", "));
  }
}
