package io.tandem.lock;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tandem.inspect.PeerView;
import io.tandem.inspect.WaitView;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Reads a table of [Waits] from outside.
public final class WaitsViewer {
  private final Words words;
  private final IntFunction<PeerView> peers;

  /// @param words of the whole scope, its segments one after the other
  /// @param peers the process that an owner is
  public WaitsViewer(Words words, IntFunction<PeerView> peers) {
    this.words = words;
    this.peers = peers;
  }

  /// The threads of living processes that wait at this moment.
  ///
  /// @param table offset of the table
  /// @param end of the locks that may be waited for
  public List<WaitView> view(long table, long end) {
    return IntStream.range(0, Waits.ENTRIES)
        .mapToObj(entry -> wait(table + entry * WaitsLayout.BYTES, end))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<WaitView> wait(long entry, long end) {
    int owner = words.getIntAcquire(entry + WaitsLayout.OWNER_AT); // acquire: pairs with claim
    long lock = words.getLongAcquire(entry + WaitsLayout.LOCK_AT); // acquire: pairs with describe
    if (owner == Peers.NOBODY
        || lock <= 0
        || lock % LockLayout.BYTES != 0
        || lock > end - LockLayout.BYTES) {
      return Optional.empty();
    }
    PeerView process = peers.apply(owner);
    var view =
        new WaitView(
            process,
            words.getLong(entry + WaitsLayout.THREAD_AT),
            name(entry),
            Instant.ofEpochMilli(words.getLong(entry + WaitsLayout.SINCE_AT)),
            (words.getInt(entry + WaitsLayout.FACTS_AT) & WaitsLayout.TIMED) != 0,
            lock,
            LockViewer.view(words, lock, peers));
    boolean same =
        words.getLongVolatile(entry + WaitsLayout.LOCK_AT) == lock
            && words.getIntVolatile(entry + WaitsLayout.OWNER_AT) == owner;
    return process.alive() && same ? Optional.of(view) : Optional.empty();
  }

  private String name(long entry) {
    int facts = words.getInt(entry + WaitsLayout.FACTS_AT);
    int bytes = Math.clamp(facts & ~WaitsLayout.TIMED, 0, WaitsLayout.NAME_BYTES);
    byte[] name = words.segment().asSlice(entry + WaitsLayout.NAME_AT, bytes).toArray(JAVA_BYTE);
    return new String(name, StandardCharsets.UTF_8);
  }
}
