package io.tandem.value;

import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;

/// What is wrong with [TwoCopies]: planted around it from outside, so that it has no switches.
enum CopiesBug {
  NONE("nothing"),

  NO_SECOND_LOOK("torn") {
    @Override
    Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        private long seen = -1;

        @Override
        public long getLongAcquire(long offset) {
          seen = super.getLongAcquire(offset);
          return seen;
        }

        @Override
        public long getLong(long offset) {
          return offset == SEQUENCE_AT && seen >= 0 ? seen : super.getLong(offset);
        }
      };
    }
  },

  NEVER_ODD("torn") {
    @Override
    Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public void setLongRelease(long offset, long value) {
          if (offset != SEQUENCE_AT || value % 2 == 0) {
            super.setLongRelease(offset, value);
          }
        }
      };
    }
  },

  ODD_TOO_EARLY("lost") {
    @Override
    Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public void setLong(long offset, long value) {
          long sequence = getLong(SEQUENCE_AT);
          if (offset == COPY_AT && sequence % 2 == 0) {
            setLongRelease(SEQUENCE_AT, sequence + 1);
            super.setLong(offset, value);
            setLongRelease(SEQUENCE_AT, sequence);
          }
          super.setLong(offset, value);
        }
      };
    }
  },

  EVEN_TOO_EARLY("torn") {
    @Override
    Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public void setLong(long offset, long value) {
          long sequence = getLong(SEQUENCE_AT);
          super.setLong(offset, value);
          if (offset == PLACE_AT && sequence % 2 != 0) {
            setLongRelease(SEQUENCE_AT, sequence + 1);
          }
        }
      };
    }
  },

  ALWAYS_READS_THE_PLACE("sleeps for ever") {
    @Override
    Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public long getLongAcquire(long offset) {
          return super.getLongAcquire(offset) & ~1;
        }
      };
    }
  },

  WRITES_WITHOUT_REPAIR("torn") {
    @Override
    Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public long getLong(long offset) {
          long value = super.getLong(offset);
          return offset == SEQUENCE_AT ? value & ~1 : value;
        }
      };
    }
  },

  HALF_IS_COPIED("torn") {
    @Override
    Words around(Words words) {
      return new StepWords(words, Steps.unlimited()) {
        @Override
        public void setLong(long offset, long value) {
          if (offset != PLACE_AT + 8) {
            super.setLong(offset, value);
          }
        }
      };
    }
  },

  TAKEOVER_WITHOUT_PROOF("held by nobody") {
    @Override
    Peers around(Peers peers) {
      return new SeenBy(peers, peers.self()) {
        @Override
        public void awaitStopped(int owner) {}
      };
    }
  },

  NOBODY_IS_DEAD("sleeps for ever") {
    @Override
    Peers around(Peers peers) {
      return new SeenBy(peers, peers.self()) {
        @Override
        public boolean isDead(int owner) {
          return false;
        }
      };
    }
  };

  private static final long SEQUENCE_AT = StructValueLayout.SEQUENCE_AT;
  private static final long PLACE_AT = StructValueLayout.BYTES;
  private static final long COPY_AT = StructValueLayout.copyAt(Pair.BYTES);

  final String symptom;

  CopiesBug(String symptom) {
    this.symptom = symptom;
  }

  Words around(Words words) {
    return words;
  }

  Peers around(Peers peers) {
    return peers;
  }
}
