package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.function.UnaryOperator;

/// What is wrong with a synchronizer: planted around it from outside, so that it has no switches.
///
/// @param words what it does to memory
/// @param peers what it knows of others
/// @param parker how it sleeps
record Bug(UnaryOperator<Words> words, UnaryOperator<Peers> peers, UnaryOperator<Parker> parker) {
  /// Nothing is.
  static final Bug NONE =
      new Bug(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());

  /// A compare-and-set.
  interface Cas {
    boolean cas(Words words, long offset, int expected, int value);
  }

  /// A store of a long.
  interface Store {
    void store(Words words, long offset, long value);
  }

  /// Whether a process is dead.
  interface Death {
    boolean isDead(Peers peers, int owner);
  }

  static Bug cas(Cas instead) {
    return new Bug(
        words ->
            new StepWords(words, Steps.unlimited()) {
              @Override
              public boolean compareAndSetInt(long offset, int expected, int value) {
                return instead.cas(words, offset, expected, value);
              }
            },
        NONE.peers,
        NONE.parker);
  }

  static Bug store(Store instead) {
    return new Bug(
        words ->
            new StepWords(words, Steps.unlimited()) {
              @Override
              public void setLong(long offset, long value) {
                instead.store(words, offset, value);
              }
            },
        NONE.peers,
        NONE.parker);
  }

  static Bug death(Death instead) {
    return new Bug(
        NONE.words,
        peers ->
            new SeenBy(peers, peers.self()) {
              @Override
              public boolean isDead(int owner) {
                return instead.isDead(peers, owner);
              }
            },
        NONE.parker);
  }

  static Bug noProof() {
    return new Bug(
        NONE.words,
        peers ->
            new SeenBy(peers, peers.self()) {
              @Override
              public void awaitStopped(int owner) {}
            },
        NONE.parker);
  }

  static Bug parker(UnaryOperator<Parker> instead) {
    return new Bug(NONE.words, NONE.peers, instead);
  }

  Bug and(Bug other) {
    return new Bug(
        all -> words.apply(other.words.apply(all)),
        all -> peers.apply(other.peers.apply(all)),
        all -> parker.apply(other.parker.apply(all)));
  }

  /// A parker that does what another one does; what shall be different is overridden.
  abstract static class OtherParker implements Parker {
    final Parker parker;

    OtherParker(Parker parker) {
      this.parker = parker;
    }

    int owner(int owner) {
      return owner;
    }

    int expected(int expected) {
      return expected;
    }

    @Override
    public void park(Words words, long offset, int expected, int owner, long nanos)
        throws InterruptedException {
      parker.park(words, offset, expected(expected), owner(owner), nanos);
    }

    @Override
    public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
      parker.parkUninterruptibly(words, offset, expected(expected), owner(owner), nanos);
    }

    /// Or the clock would say how often one looks.
    @Override
    public boolean isCostly() {
      return false;
    }

    @Override
    public void wakeOne(Words words, long offset) {
      parker.wakeOne(words, offset);
    }

    @Override
    public void wakeAll(Words words, long offset) {
      parker.wakeAll(words, offset);
    }
  }

  static final class NoWakeOne extends OtherParker {
    NoWakeOne(Parker parker) {
      super(parker);
    }

    @Override
    public void wakeOne(Words words, long offset) {}
  }

  static final class NoWakeAll extends OtherParker {
    NoWakeAll(Parker parker) {
      super(parker);
    }

    @Override
    public void wakeAll(Words words, long offset) {}
  }

  /// Whoever sleeps hears of no death.
  static final class Deaf extends OtherParker {
    Deaf(Parker parker) {
      super(parker);
    }

    @Override
    int owner(int owner) {
      return owner == ANYBODY ? Peers.NOBODY : owner;
    }
  }

  /// Sleeps on a word in which some bits are not set.
  static final class Without extends OtherParker {
    private final int bits;

    Without(Parker parker, int bits) {
      super(parker);
      this.bits = bits;
    }

    @Override
    int expected(int expected) {
      return expected & ~bits;
    }
  }
}
