package io.tandem.queue;

import io.tandem.inspect.Details;
import java.util.List;

/// What a queue looks like from outside, read without disturbing who uses it.
///
/// **Source.** Python's `qsize`, `empty` and `full`, which some systems do not have.
///
/// ```java
/// var view =
///     new io.tandem.queue.QueueView(
///         3, 100, 17, 2, 0, false, "2 (data) version 1", List.of("pid 42"), List.of());
/// System.out.println(view.text());
/// ```
///
/// @param size messages that are in it
/// @param capacity the most messages
/// @param put messages that were ever put
/// @param leased messages that are leased, or came back
/// @param done tasks that are done, if it is joinable
/// @param closed whether nothing more can be put
/// @param codec of its messages
/// @param producers the living processes that have put
/// @param consumers the living processes that have taken
public record QueueView(
    long size,
    long capacity,
    long put,
    int leased,
    long done,
    boolean closed,
    String codec,
    List<String> producers,
    List<String> consumers)
    implements Details {
  @Override
  public String text() {
    return "%d of %d messages, %d were put%s%s; from %s; to %s; codec %s%s"
        .formatted(
            size,
            capacity,
            put,
            leased > 0 ? ", %d leased".formatted(leased) : "",
            done > 0 ? ", %d done".formatted(done) : "",
            names(producers),
            names(consumers),
            codec,
            closed ? "; closed" : "");
  }

  private static String names(List<String> processes) {
    return processes.isEmpty() ? "nobody" : String.join(", ", processes);
  }
}
