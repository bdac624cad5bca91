package io.tandem.value;

import io.tandem.sync.LockAbandonedException;
import io.tandem.sync.OwnerDiedException;
import io.tandem.word.Words;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Lock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A struct that is replaced as a whole, whoever dies or is stopped while it does so, and read by
/// others meanwhile without a lock.
///
/// There are two copies: the struct itself, at its fixed place, and one behind it. **Write**, by
/// the holder of the lock: the new record goes to the copy; `sequence` becomes odd; the copy is
/// copied to the place, word by word; `sequence` becomes even. While it is even the place is whole,
/// while it is odd the copy is. **Read**, by anybody: from the copy that `sequence` says, and then
/// once more `sequence`. If it is the same, nobody has written what was read: the place is only
/// written after it became odd, the copy only after it became even. Otherwise a writer has finished
/// something meanwhile, and the read begins again; after some times it takes the lock.
///
/// **Death.** A writer that dies before `sequence` is odd has written nothing but the copy, and the
/// old record stays. One that dies later leaves the new record, in the copy: readers read it there,
/// and the next one that gets the lock copies it to the place, which bears being repeated. A writer
/// that is stopped holds up writers, not readers.
///
/// **Orders.** Each change of `sequence` is a release, and a store fence after it keeps what is
/// written next from being seen before; each pairs with a reader's acquire before and load fence
/// after what it reads. The lock orders writers.
///
/// `Source:` Linux's `seqcount_latch_t`, whose readers need no writer to go on; there it is for
/// interrupts. Here the first copy has its place for readers in other languages, who look at it
/// alone.
///
/// @param <R> the record class
final class TwoCopies<R> {
  private static final long SEQUENCE_AT = StructValueLayout.SEQUENCE_AT;
  private static final long PLACE_AT = StructValueLayout.BYTES;
  private static final int READS_WITHOUT_LOCK = 100;

  private final Words words;
  private final long copyAt;
  private final Access<R> access;
  private final Lock lock;
  private final Runnable requireCurrent;

  /// @param structBytes of one struct
  /// @param lock of the writers; who gets it after a death goes on
  /// @param requireCurrent throws if the words are another object's by now
  TwoCopies(Words words, long structBytes, Access<R> access, Lock lock, Runnable requireCurrent) {
    this.words = words;
    this.copyAt = StructValueLayout.copyAt(structBytes);
    this.access = access;
    this.lock = lock;
    this.requireCurrent = requireCurrent;
  }

  // ---- reading ----

  R read() {
    for (int i = 0; i < READS_WITHOUT_LOCK; i++) {
      R record = attempt(words, copyAt, access);
      if (record != null) {
        if (!isWhole(words.getLong(SEQUENCE_AT))) {
          repairUnlessInUse();
        }
        return record;
      }
    }
    return readUnderLock();
  }

  /// Reads once, without a lock.
  ///
  /// @param copyAt where the copy is
  /// @return null if a writer was faster
  static <T> @Nullable T attempt(Words words, long copyAt, ReadAccess<T> access) {
    long sequence = words.getLongAcquire(SEQUENCE_AT); // acquire: pairs with replace, finish
    try {
      T record = access.read(words.segment(), isWhole(sequence) ? PLACE_AT : copyAt);
      return isUnchanged(words, sequence) ? record : null;
    } catch (RuntimeException | Error e) {
      if (isUnchanged(words, sequence)) {
        throw e; // else the record refused the parts of two, which nobody wrote
      }
      return null;
    }
  }

  private static boolean isUnchanged(Words words, long sequence) {
    VarHandle.loadLoadFence(); // pairs with the store fences in replace and finish
    return words.getLong(SEQUENCE_AT) == sequence;
  }

  private static boolean isWhole(long sequence) {
    return (sequence & 1) == 0;
  }

  /// The writer may be dead, and those who look at the place alone see a mixture. A lock that tells
  /// of its death, or was given up, is a matter for writers: the reader has what it came for.
  private void repairUnlessInUse() {
    requireCurrent.run();
    try {
      if (!lock.tryLock()) {
        return;
      }
    } catch (OwnerDiedException | LockAbandonedException e) {
      return;
    }
    try {
      repair();
    } finally {
      lock.unlock();
    }
  }

  private R readUnderLock() {
    requireCurrent.run();
    lock.lock();
    try {
      repair();
      return access.read(words.segment(), PLACE_AT);
    } finally {
      lock.unlock();
    }
  }

  // ---- writing ----

  void write(R record) {
    requireCurrent.run();
    access.check(record);
    lock.lock();
    try {
      repair();
      replace(record);
    } finally {
      lock.unlock();
    }
  }

  R updateAndGet(UnaryOperator<R> change) {
    requireCurrent.run();
    lock.lock();
    try {
      repair();
      R record = change.apply(access.read(words.segment(), PLACE_AT));
      access.check(record);
      replace(record);
      return record;
    } finally {
      lock.unlock();
    }
  }

  /// Only under the lock, with an even sequence.
  private void replace(R record) {
    VarHandle.storeStoreFence(); // who reads what follows sees the sequence: pairs with isUnchanged
    access.write(words.segment(), copyAt, record);
    long sequence = words.getLong(SEQUENCE_AT);
    words.setLongRelease(SEQUENCE_AT, sequence + 1); // release: pairs with read
    finish(sequence + 1);
  }

  /// What a dead writer left to do, or one that failed in the middle. Only under the lock.
  private void repair() {
    long sequence = words.getLong(SEQUENCE_AT);
    if (!isWhole(sequence)) {
      finish(sequence);
    }
  }

  private void finish(long sequence) {
    VarHandle.storeStoreFence(); // who reads what follows sees the sequence: pairs with isUnchanged
    for (long at = 0; at < copyAt - PLACE_AT; at += Long.BYTES) {
      words.setLong(PLACE_AT + at, words.getLong(copyAt + at));
    }
    words.setLongRelease(SEQUENCE_AT, sequence + 1); // release: pairs with read
  }
}
