package io.tandem.queue;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import java.util.List;
import java.util.Optional;

/// What a queue looks like from outside, read without disturbing who uses it.
///
/// **Source.** Python's `qsize`, `empty` and `full`, which some systems do not have.
///
/// ```java
/// var from = new io.tandem.queue.QueueView.End(List.of("pid 42"), Optional.empty());
/// var to = new io.tandem.queue.QueueView.End(List.of(), Optional.empty());
/// var view =
///     new io.tandem.queue.QueueView(3, 100, 17, 2, 0, false, "2 (data) version 1", from, to);
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
/// @param putting the end where messages are put
/// @param taking the end where they are taken
public record QueueView(
    long size,
    long capacity,
    long put,
    int leased,
    long done,
    boolean closed,
    String codec,
    End putting,
    End taking)
    implements Details {
  /// One end of a queue.
  ///
  /// @param processes the living ones that have been there
  /// @param busy the one that is in the middle of putting or taking: all others wait for it there
  public record End(List<String> processes, Optional<PeerView> busy) {
    /// Copies the list.
    public End {
      processes = List.copyOf(processes);
    }

    private String text(String doing) {
      return (processes.isEmpty() ? "nobody" : String.join(", ", processes))
          + busy.map(peer -> " (%s is %s)".formatted(peer.text(), doing)).orElse("");
    }
  }

  @Override
  public String text() {
    return "%d of %d messages, %d were put%s%s; from %s; to %s; codec %s%s"
        .formatted(
            size,
            capacity,
            put,
            leased > 0 ? ", %d leased".formatted(leased) : "",
            done > 0 ? ", %d done".formatted(done) : "",
            putting.text("putting"),
            taking.text("taking"),
            codec,
            closed ? "; closed" : "");
  }
}
