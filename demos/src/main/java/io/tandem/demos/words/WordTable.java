package io.tandem.demos.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How often each word occurred: a hash table from the UTF-8 bytes of a word to its count.
///
/// **Shape.** The words lie one behind the other in one byte array, each as an entry
///
/// ```text
/// offset  size  field
///      0     8  count
///      8     8  length, in bytes
///     16     *  the word, filled up with zeros to a multiple of 8
/// ```
///
/// so that eight bytes at a time are hashed and compared. The slots, at most half full and probed
/// linearly, hold the upper half of a word's hash and the index of its entry.
///
/// **Units.** Up to 2 GiB of entries: some 80 million distinct words.
///
/// **Sharing.** One thread at a time.
public final class WordTable {
  /// The bytes behind a word that [#add] may overwrite.
  static final int PADDING = 8;

  private static final int LENGTH = 8;
  private static final int WORD = 16;
  private static final int FIRST = 8; // no entry has index 0, which marks an empty slot
  private static final int MAX_ENTRIES_BYTES = Integer.MAX_VALUE - 16;

  private static final int LEAST_SLOTS = 1 << 10;
  private static final long[] NOT_INDEXED = {};

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  private long[] slots = new long[LEAST_SLOTS];
  private byte[] entries = new byte[1 << 14];
  private int end = FIRST;
  private int distinct;
  private long words;

  /// Adds to the count of a word, which may be new. Of the 8 bytes behind the word, which must be
  /// there, some are overwritten.
  void add(byte[] word, int length, long times) {
    if (slots.length == 0) {
      index();
    }
    LONG.set(word, length, 0L);
    long hash = hash(word, 0, length);
    int mask = slots.length - 1;
    for (int slot = firstSlot(hash, mask); ; slot = slot + 1 & mask) {
      long found = slots[slot];
      if (sameHash(found, hash) && entryIs((int) found, word, length)) {
        int entry = (int) found;
        LONG.set(entries, entry, (long) LONG.get(entries, entry) + times);
        break;
      }
      if (found == 0) {
        insert(slot, hash, word, length, times);
        break;
      }
    }
    words += times;
  }

  /// Adds to the count of a word, which may be new.
  public void add(String word, long times) {
    byte[] bytes = word.getBytes(UTF_8);
    add(Arrays.copyOf(bytes, bytes.length + PADDING), bytes.length, times);
  }

  private static long hash(byte[] text, int from, int length) {
    long hash = length;
    for (int at = 0; at < length; at += Long.BYTES) {
      hash =
          (hash ^ (long) LONG.get(text, from + at)) * 0x9E37_79B9_7F4A_7C15L; // 2^64 / golden ratio
      hash ^= hash >>> 32;
    }
    return hash * 0x9E37_79B9_7F4A_7C15L;
  }

  private static int firstSlot(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  private static boolean sameHash(long slot, long hash) {
    return (slot ^ hash) >>> 32 == 0;
  }

  private boolean entryIs(int entry, byte[] word, int length) {
    if ((long) LONG.get(entries, entry + LENGTH) != length) {
      return false;
    }
    for (int at = 0; at < length; at += Long.BYTES) {
      if ((long) LONG.get(entries, entry + WORD + at) != (long) LONG.get(word, at)) {
        return false;
      }
    }
    return true;
  }

  private void insert(int slot, long hash, byte[] word, int length, long times) {
    int entry = end;
    reserveEntry(WORD + padded(length));
    LONG.set(entries, entry, times);
    LONG.set(entries, entry + LENGTH, (long) length);
    System.arraycopy(word, 0, entries, entry + WORD, length);
    end = entry + WORD + padded(length);
    slots[slot] = hash >>> 32 << 32 | entry;
    distinct++;
    if (distinct > slots.length / 2) {
      growSlots();
    }
  }

  private void reserveEntry(int bytes) {
    long needed = (long) end + bytes;
    if (needed > MAX_ENTRIES_BYTES) {
      throw new IllegalStateException(
          "Cannot count another word: %d distinct words fill the 2 GiB of a table. "
                  .formatted(distinct)
              + "Count less text at a time.");
    }
    if (needed > entries.length) {
      long doubled = Math.min(2L * entries.length, MAX_ENTRIES_BYTES);
      entries = Arrays.copyOf(entries, (int) Math.max(doubled, needed));
    }
  }

  private void growSlots() {
    long[] old = slots;
    slots = new long[2 * old.length];
    int mask = slots.length - 1;
    for (long moved : old) {
      if (moved != 0) {
        place(moved, mask);
      }
    }
  }

  private void place(long entry, int mask) {
    int slot = firstSlot(entry, mask);
    while (slots[slot] != 0) {
      slot = slot + 1 & mask;
    }
    slots[slot] = entry;
  }

  private static int padded(int length) {
    return length + 7 & -8;
  }

  /// Returns the number of words counted, repetitions included.
  public long words() {
    return words;
  }

  /// Returns the number of different words.
  public int distinct() {
    return distinct;
  }

  /// Returns how often a word occurred: 0 if never.
  public long count(String word) {
    byte[] bytes = word.getBytes(UTF_8);
    byte[] padded = Arrays.copyOf(bytes, padded(bytes.length));
    if (slots.length == 0) {
      index();
    }
    long hash = hash(padded, 0, bytes.length);
    int mask = slots.length - 1;
    for (int slot = firstSlot(hash, mask); slots[slot] != 0; slot = slot + 1 & mask) {
      int entry = (int) slots[slot];
      if (sameHash(slots[slot], hash) && entryIs(entry, padded, bytes.length)) {
        return countAt(entry);
      }
    }
    return 0;
  }

  /// Returns every word once, in the order in which they were first met.
  public Stream<WordCount> stream() {
    return IntStream.iterate(FIRST, entry -> entry < end, this::next).mapToObj(this::wordCountAt);
  }

  /// Returns the `limit` most frequent words, most frequent first. Words that occurred equally
  /// often are in the order of their code points, which is that of their UTF-8 bytes and, above
  /// U+FFFF, not that of `String.compareTo`.
  public List<WordCount> top(int limit) {
    Comparator<Integer> rarestFirst = this::compareRank;
    var best = new PriorityQueue<>(rarestFirst);
    for (int entry = FIRST; entry < end; entry = next(entry)) {
      if (best.size() < limit) {
        best.add(entry);
      } else if (limit > 0 && compareRank(entry, best.element()) > 0) {
        best.remove();
        best.add(entry);
      }
    }
    var top = new ArrayList<WordCount>(best.size());
    while (!best.isEmpty()) {
      top.add(wordCountAt(best.remove()));
    }
    Collections.reverse(top);
    return top;
  }

  private int compareRank(int a, int b) {
    int byCount = Long.compare(countAt(a), countAt(b));
    return byCount != 0
        ? byCount
        : Arrays.compareUnsigned(
            entries, b + WORD, b + WORD + lengthAt(b), entries, a + WORD, a + WORD + lengthAt(a));
  }

  /// Adds all counts of another table to this one.
  public void merge(WordTable other) {
    byte[] word = new byte[64];
    for (int entry = FIRST; entry < other.end; entry = other.next(entry)) {
      int length = other.lengthAt(entry);
      word = withRoom(word, length);
      System.arraycopy(other.entries, entry + WORD, word, 0, length);
      add(word, length, other.countAt(entry));
    }
  }

  /// Writes all words and counts, for [#readFrom] in another process of this machine: the words
  /// counted (`long`), the distinct ones (`int`), the bytes of the entries (`int`), the entries.
  public void writeTo(DataOutput out) throws IOException {
    out.writeLong(words);
    out.writeInt(distinct);
    out.writeInt(end - FIRST);
    out.write(entries, FIRST, end - FIRST);
  }

  /// Reads what [#writeTo] wrote.
  public static WordTable readFrom(DataInput in) throws IOException {
    var table = new WordTable();
    table.words = in.readLong();
    table.distinct = in.readInt();
    table.end = FIRST + in.readInt();
    table.entries = new byte[table.end];
    in.readFully(table.entries, FIRST, table.end - FIRST);
    table.slots = NOT_INDEXED;
    return table;
  }

  /// A table that was only read needs no slots before its words are looked up.
  private void index() {
    slots = new long[Math.max(LEAST_SLOTS, 4 * Integer.highestOneBit(Math.max(distinct, 1)))];
    int mask = slots.length - 1;
    for (int entry = FIRST; entry < end; entry = next(entry)) {
      long hash = hash(entries, entry + WORD, lengthAt(entry));
      place(hash >>> 32 << 32 | entry, mask);
    }
  }

  private static byte[] withRoom(byte[] word, int length) {
    return length + PADDING <= word.length ? word : new byte[2 * (length + PADDING)];
  }

  private int next(int entry) {
    return entry + WORD + padded(lengthAt(entry));
  }

  private int lengthAt(int entry) {
    return (int) (long) LONG.get(entries, entry + LENGTH);
  }

  private long countAt(int entry) {
    return (long) LONG.get(entries, entry);
  }

  private WordCount wordCountAt(int entry) {
    return new WordCount(new String(entries, entry + WORD, lengthAt(entry), UTF_8), countAt(entry));
  }
}
