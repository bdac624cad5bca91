package io.tandem.ring;

import io.tandem.inspect.Details;
import java.util.Optional;

/// What a [BroadcastRing] looks like from outside. Its readers leave no trace in it.
///
/// **Shape.** Numbers that were true one after the other, in the order of their reading.
///
/// **Units.** Bytes. A position counts all bytes that the records before it took up since the ring
/// was made, padding included.
///
/// @param capacity of the ring
/// @param tail where the next record will begin
/// @param latest where the last record begins
/// @param replaced producers that died and were succeeded
/// @param producer the living process that sends, for messages; empty if there is none
public record BroadcastView(
    int capacity, long tail, long latest, long replaced, Optional<String> producer)
    implements Details {
  @Override
  public String text() {
    return "%d bytes sent, ring of %d%s"
        .formatted(tail, capacity, producer.map(sender -> "; from " + sender).orElse(""));
  }
}
