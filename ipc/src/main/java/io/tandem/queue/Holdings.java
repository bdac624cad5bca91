package io.tandem.queue;

import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;

/// The messages of a queue that are leased. Each is in a block of the scope.
///
/// **Deaths.** One word says whose a holding is and what for, so whoever finds its owner dead knows
/// what to do with the block:
///
/// ```text
/// CLAIMED  nothing yet: there is no block
/// ROOM     a block with nothing in it that counts: freed, by whoever claims the holding next
/// LEASED   given to the next who takes, also if the head has not passed it yet; under C
/// ACKED    the complement of its number is what the count of tasks done was to become: it does;
///          under C
/// BACK     has no owner: as LEASED by a dead one
/// ```
///
/// `leasesUsed` is how many of them were ever used: who takes looks at so many, and at none where
/// nobody leases.
final class Holdings {
  static final int NONE = -1;

  static final int CLAIMED = 0;
  static final int ROOM = 1;
  static final int LEASED = 2;
  static final int BACK = 3;
  static final int ACKED = 4;

  private static final int STATE_SHIFT = 29;

  private final QueueMemory memory;
  private final Words words;
  private final Peers peers;

  Holdings(QueueMemory memory) {
    this.memory = memory;
    this.words = memory.words;
    this.peers = memory.peers;
  }

  // ---- claiming ----

  /// Claims one, and frees what the dead left in any of them.
  ///
  /// @return its index, or [#NONE] if all are in use
  int claim(Blocks blocks) {
    int self = peers.self();
    int claimed = NONE;
    for (int i = 0; i < memory.leases; i++) {
      int word = word(i);
      boolean wanted = claimed == NONE && isForAnybody(word) || isLeftRoom(word);
      if (wanted && words.compareAndSetInt(wordAt(i), word, word & ~Peers.OWNER_MASK | self)) {
        if (state(word) == ROOM) {
          freeBlock(i, blocks);
        }
        if (claimed == NONE) {
          claimed = i;
          setState(i, CLAIMED);
        } else {
          release(i);
        }
      }
    }
    noteUse(claimed + 1);
    return claimed;
  }

  private void noteUse(int used) {
    int seen = used();
    while (seen < used
        && !words.compareAndSetInt( // full fence: pairs with used()
            QueueLayout.LEASES_USED_AT, seen, used)) {
      seen = used();
    }
  }

  private boolean isLeftRoom(int word) {
    return state(word) == ROOM && isStopped(owner(word));
  }

  private boolean isForAnybody(int word) {
    return word == 0 || state(word) == CLAIMED && isStopped(owner(word));
  }

  private boolean isStopped(int owner) {
    if (!peers.isDead(owner)) {
      return false;
    }
    peers.awaitStopped(owner);
    return true;
  }

  // ---- what an owner does ----

  /// Gets memory for a holding that was claimed.
  Words allocate(int i, int length, Blocks blocks) {
    return blocks.allocate(
        length,
        (offset, generation) -> {
          describe(i, offset, generation, length);
          setState(i, ROOM);
        });
  }

  void describe(int i, long block, int generation, int length) {
    words.setLong(at(i) + HoldingLayout.BLOCK_AT, block);
    words.setInt(at(i) + HoldingLayout.GENERATION_AT, generation);
    words.setInt(at(i) + HoldingLayout.LENGTH_AT, length);
  }

  /// Makes it that of a message whose block the ring links to.
  void copyLink(int i, long number) {
    describe(i, memory.block(number), memory.generation(number), memory.length(number));
    setNumber(i, number);
  }

  void setNumber(int i, long number) {
    words.setLong(at(i) + HoldingLayout.NUMBER_AT, number);
  }

  void setLength(int i, int length) {
    words.setInt(at(i) + HoldingLayout.LENGTH_AT, length);
  }

  void setAttempt(int i, int attempt) {
    words.setInt(at(i) + HoldingLayout.ATTEMPT_AT, attempt);
  }

  /// Makes it this process's, for a purpose.
  void setState(int i, int state) {
    words.setIntRelease( // release: pairs with word()
        wordAt(i), state << STATE_SHIFT | peers.self());
  }

  /// Gives a leased one back.
  void giveBack(int i) {
    words.setIntVolatile(wordAt(i), BACK << STATE_SHIFT); // pairs with word()
  }

  /// Frees its memory, and then itself.
  void drop(int i, Blocks blocks) {
    setState(i, ROOM);
    freeBlock(i, blocks);
    release(i);
  }

  /// As [#drop], also if it has no memory yet.
  void dropIfAny(int i, Blocks blocks) {
    if (state(words.getInt(wordAt(i))) == CLAIMED) {
      release(i);
    } else {
      drop(i, blocks);
    }
  }

  private void freeBlock(int i, Blocks blocks) {
    blocks.free(block(i), generation(i));
  }

  /// Lets others use it.
  void release(int i) {
    words.setIntVolatile(wordAt(i), 0); // pairs with word()
  }

  /// The memory of the message.
  Words find(int i, Blocks blocks) {
    return blocks.find(block(i), generation(i));
  }

  /// A copy of the message.
  byte[] bytes(int i, Blocks blocks) {
    var bytes = new byte[length(i)];
    find(i, blocks).copyOut(0, MemorySegment.ofArray(bytes), 0, bytes.length);
    return bytes;
  }

  long block(int i) {
    return words.getLong(at(i) + HoldingLayout.BLOCK_AT);
  }

  int generation(int i) {
    return words.getInt(at(i) + HoldingLayout.GENERATION_AT);
  }

  int length(int i) {
    return words.getInt(at(i) + HoldingLayout.LENGTH_AT);
  }

  int attempt(int i) {
    return words.getInt(at(i) + HoldingLayout.ATTEMPT_AT);
  }

  long number(int i) {
    return words.getLong(at(i) + HoldingLayout.NUMBER_AT);
  }

  // ---- what others find ----

  /// A leased message that was given back, or whose owner has died. Of any order.
  int findReturned() {
    return findReturned(0);
  }

  /// As [#findReturned()], from an index on.
  int findReturned(int from) {
    int used = used();
    for (int i = from; i < used; i++) {
      int word = word(i);
      if (state(word) == BACK || state(word) == LEASED && isStopped(owner(word))) {
        return i;
      }
    }
    return NONE;
  }

  /// How many [#findReturned] would find.
  int countReturned() {
    int used = used();
    int count = 0;
    for (int i = 0; i < used; i++) {
      int word = word(i);
      boolean returned = state(word) == BACK || state(word) == LEASED && peers.isDead(owner(word));
      count += returned ? 1 : 0;
    }
    return count;
  }

  /// How many are leased or came back, for one who looks from outside.
  static int countLeased(Words words) {
    int leases = words.getInt(QueueLayout.LEASES_AT);
    int used = Math.min(words.getIntAcquire(QueueLayout.LEASES_USED_AT), leases);
    int count = 0;
    for (int i = 0; i < used; i++) {
      int state = state(words.getIntAcquire(wordAt(i)));
      count += state == LEASED || state == BACK ? 1 : 0;
    }
    return count;
  }

  /// Whether somebody has leased the message of a number.
  boolean isLeased(long number) {
    int used = used();
    for (int i = 0; i < used; i++) {
      if (state(word(i)) == LEASED && number(i) == number) {
        return true;
      }
    }
    return false;
  }

  /// Whether a message came back, or is leased by another process and may. One that comes back, and
  /// is leased again, stays in its holding: one look at each is enough.
  boolean mayAnyComeBack() {
    int used = used();
    for (int i = 0; i < used; i++) {
      int word = word(i);
      if (state(word) == BACK || state(word) == LEASED && owner(word) != peers.self()) {
        return true;
      }
    }
    return false;
  }

  /// The acknowledgement that a dead holder of C was in the middle of. Settled under C.
  ///
  /// @return its holding, or [#NONE]
  int findAcked() {
    int used = used();
    for (int i = 0; i < used; i++) {
      int word = word(i);
      if (state(word) == ACKED && isStopped(owner(word))) {
        return i;
      }
    }
    return NONE;
  }

  /// Frees the memory of all, when nobody uses the queue any more.
  void freeAll(Blocks blocks) {
    for (int i = 0; i < memory.leases; i++) {
      if (state(word(i)) != CLAIMED) {
        freeBlock(i, blocks);
      }
    }
  }

  private int word(int i) {
    return words.getIntAcquire(wordAt(i)); // acquire: pairs with setState, giveBack, release
  }

  private int used() {
    return words.getIntAcquire(QueueLayout.LEASES_USED_AT); // acquire: pairs with noteUse
  }

  private static int state(int word) {
    return word >>> STATE_SHIFT;
  }

  private static int owner(int word) {
    return word & Peers.OWNER_MASK;
  }

  private static long at(int i) {
    return QueueMemory.holdingAt(i);
  }

  private static long wordAt(int i) {
    return QueueMemory.holdingAt(i) + HoldingLayout.WORD_AT;
  }
}
