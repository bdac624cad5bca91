package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;

/// What is wrong with a lock: planted around it from outside, so that the lock itself has no
/// switches.
interface Bug {
  /// Nothing is.
  Bug NONE = new Bug() {};

  default Words around(Words words) {
    return words;
  }

  default Peers around(Peers peers) {
    return peers;
  }

  default Parker around(Parker parker) {
    return parker;
  }

  /// A compare-and-set that does something else.
  interface Cas extends Bug {
    boolean cas(Words words, long offset, int expected, int value);

    @Override
    default Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public boolean compareAndSetInt(long offset, int expected, int value) {
          return cas(words, offset, expected, value);
        }
      };
    }
  }

  /// A store that does something else.
  interface Store extends Bug {
    void setLong(Words words, long offset, long value);

    @Override
    default Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public void setLong(long offset, long value) {
          Store.this.setLong(words, offset, value);
        }
      };
    }
  }

  /// A store with release order that does something else.
  interface Release extends Bug {
    void setInt(Words words, long offset, int value);

    @Override
    default Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public void setIntRelease(long offset, int value) {
          Release.this.setInt(words, offset, value);
        }
      };
    }
  }

  /// Another notion of who is dead.
  interface Death extends Bug {
    boolean isDead(Peers peers, int owner);

    @Override
    default Peers around(Peers peers) {
      return new SeenBy(peers, peers.self()) {
        @Override
        public boolean isDead(int owner) {
          return Death.this.isDead(peers, owner);
        }
      };
    }
  }

  /// Nobody waits for the dead to have stopped.
  record NoProof() implements Bug {
    @Override
    public Peers around(Peers peers) {
      return new SeenBy(peers, peers.self()) {
        @Override
        public void awaitStopped(int owner) {}
      };
    }
  }

  /// A sleep on something else.
  interface Sleep extends Bug {
    void sleep(Parker parker, Words words, long offset, int expected, int owner, long nanos);

    @Override
    default Parker around(Parker parker) {
      return new ParkerAround(parker) {
        @Override
        public void parkUninterruptibly(
            Words words, long offset, int expected, int owner, long nanos) {
          sleep(parker, words, offset, expected, owner, nanos);
        }
      };
    }
  }

  /// Nobody is woken.
  record NoWake() implements Bug {
    @Override
    public Parker around(Parker parker) {
      return new ParkerAround(parker) {
        @Override
        public void wakeOne(Words words, long offset) {}
      };
    }
  }

  /// One is woken where all should be.
  record OneWake() implements Bug {
    @Override
    public Parker around(Parker parker) {
      return new ParkerAround(parker) {
        @Override
        public void wakeAll(Words words, long offset) {
          wakeOne(words, offset);
        }
      };
    }
  }

  /// Two at once.
  record Both(Bug first, Bug second) implements Bug {
    @Override
    public Words around(Words words) {
      return first.around(second.around(words));
    }

    @Override
    public Peers around(Peers peers) {
      return first.around(second.around(peers));
    }

    @Override
    public Parker around(Parker parker) {
      return first.around(second.around(parker));
    }
  }
}
