package io.tandem.ring;

import io.tandem.inspect.Details;
import java.util.List;
import java.util.Optional;

/// What a ring looks like from outside, read without disturbing who uses it.
///
/// **Shape.** Numbers that were true one after the other, in the order of their reading.
///
/// **Units.** Bytes for `capacity`, `size` and positions; the rest are counts. A position counts
/// all bytes that the records before it took up since the ring was made, padding included.
///
/// **Sharing.** Any process may look at any time.
///
/// **Lifetime.** A view is a value.
///
/// **Errors.** None of its own.
///
/// **Source.** Agrona's `RingBuffer`, which has positions and sizes; the others are ours.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20)) {
///   System.out.println(OneToOneRing.create(scope, 64 * 1024).view().size());
/// }
/// ```
///
/// @param capacity of the ring
/// @param size that records take up, 0 to `capacity`
/// @param pending messages that are complete and not yet read
/// @param tail where the next record will begin
/// @param head where the next record to be read begins
/// @param messages that handlers were given; may lack those of a consumer that died
/// @param abandoned claims of dead producers that were skipped
/// @param doubtful messages that a consumer was given, or was about to be, when it died
/// @param replaced roles that were taken over from a dead process
/// @param producers the living processes that have producers, for messages
/// @param dead producers that never closed because their process died
/// @param consumer the process that reads, for messages; empty if there is none that lives
public record RingView(
    int capacity,
    int size,
    int pending,
    long tail,
    long head,
    long messages,
    long abandoned,
    long doubtful,
    long replaced,
    List<String> producers,
    long dead,
    Optional<String> consumer)
    implements Details {
  /// Copies the list.
  public RingView {
    producers = List.copyOf(producers);
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    text.append("%s pending, %d of %d bytes".formatted(count(pending, "message"), size, capacity));
    text.append(producers.isEmpty() ? "" : "; from " + String.join(", ", producers));
    text.append(consumer.map(reader -> "; to " + reader).orElse(""));
    text.append(dead == 0 ? "" : "; %s died".formatted(count(dead, "producer")));
    text.append(abandoned == 0 ? "" : "; %s abandoned".formatted(count(abandoned, "message")));
    return text.toString();
  }

  private static String count(long number, String noun) {
    return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }
}
