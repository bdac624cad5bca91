package io.tandem.pipe;

import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// The word that says who has an end of a pipe.
///
/// ```text
/// bit 30   29     28..0
/// closed   used   the process
/// ```
///
/// An end is *held* by the process that made it, then by each where it arrives. The first that uses
/// it has it for good: until that one closes it or dies. If the holder of an end that nobody uses
/// dies, whoever notices closes it. So once an end was seen to be gone, it stays so.
final class EndWord {
  static final int USED = 1 << 29;
  static final int CLOSED = 1 << 30;

  private final Words words;
  private final long at;
  private final Peers peers;
  private volatile boolean gone;

  EndWord(Words words, long at, Peers peers) {
    this.words = words;
    this.at = at;
    this.peers = peers;
  }

  // ---- for the end itself ----

  /// Makes this process the holder, unless the end is used or closed.
  void hold() {
    int self = peers.self();
    int word = word();
    while ((word & (USED | CLOSED)) == 0 && !words.compareAndSetInt(at, word, self)) {
      word = word();
    }
  }

  /// Makes the end this process's own.
  ///
  /// @throws IllegalStateException if another living process uses it
  void take() throws ConnectionException.Closed {
    int self = peers.self();
    while (true) {
      int word = word();
      if ((word & CLOSED) != 0) {
        throw new ConnectionException.Closed(
            "Cannot use this end of a pipe: it was closed, or %s died before anybody used it. "
                    .formatted(peers.describe(owner(word)))
                + "Make a new pipe.");
      }
      if ((word & USED) != 0) {
        throw used(owner(word), self);
      }
      if (words.compareAndSetInt(at, word, USED | self)) {
        return;
      }
    }
  }

  private IllegalStateException used(int owner, int self) {
    String who = (owner == self ? "this process, " : "") + peers.describe(owner);
    return new IllegalStateException(
        "Cannot use this end of a pipe: %s, uses it already. ".formatted(who)
            + "Give each process an end of its own.");
  }

  /// Says that it will not be used any more, if it is this process's.
  void close() {
    int self = peers.self();
    int word = word();
    while (owner(word) == self
        && (word & CLOSED) == 0
        && !words.compareAndSetInt(at, word, CLOSED | self)) { // full fence: pairs with word()
      word = word();
    }
  }

  // ---- for the other end ----

  /// Whether it is closed, or its process dead: then nothing of that runs any more.
  boolean isGone() {
    return gone || look();
  }

  private boolean look() {
    while (true) {
      int word = word();
      if ((word & CLOSED) == 0) {
        if (!peers.isDead(owner(word))) {
          return false;
        }
        peers.awaitStopped(owner(word));
        boolean held = (word & USED) == 0;
        if (held && !words.compareAndSetInt(at, word, CLOSED | word)) {
          continue; // somebody else has it now
        }
      }
      gone = true;
      return true;
    }
  }

  /// Whether its process died using it.
  boolean isDeadInUse() {
    int word = word();
    return (word & CLOSED) == 0 && (word & USED) != 0 && peers.isDead(owner(word));
  }

  /// Another process, whose death would close it; or nobody.
  int owner() {
    int word = word();
    int owner = owner(word);
    boolean another = (word & CLOSED) == 0 && owner != peers.self();
    return another && !peers.isDead(owner) ? owner : Peers.NOBODY;
  }

  /// What became of it, for messages.
  String fate() {
    int word = word();
    String who = peers.describe(owner(word));
    return (word & CLOSED) != 0 ? "%s closed it".formatted(who) : "%s died".formatted(who);
  }

  private int word() {
    return words.getIntAcquire(at); // acquire: pairs with hold, take, close
  }

  static int owner(int word) {
    return word & Peers.OWNER_MASK;
  }
}
