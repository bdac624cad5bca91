package io.tandem.sync;

import io.tandem.lock.LockPolicy;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.word.SegmentWords;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the next to lock gets when the holder of a lock has died.
///
/// **Shape.** One of three: an exception, the lock, or the lock once it was repaired. Which of them
/// is noted in the lock, so that all who open it agree; a repair is code, which each of them brings
/// along.
///
/// **Errors.** What a repair throws, locking throws; the lock is free then, and remains to be
/// repaired.
///
/// **Source.** A robust POSIX mutex, whose `EOWNERDEAD` is the first of the three. Python has none.
///
/// ```java
/// SharedScope scope = SharedScope.ofProcessTree();
/// SharedLock lock =
///     SharedLock.create(scope, OwnerDeath.repairWith(() -> System.out.println("whole again")));
/// ```
public final class OwnerDeath implements Serializable {
  /// [OwnerDiedException], until somebody calls [SharedLock#recover].
  public static final OwnerDeath FAIL = new OwnerDeath(Kind.FAIL, null);

  /// The lock, as if nothing had happened; [SharedLock#ownerDeaths()] counts it.
  public static final OwnerDeath IGNORE = new OwnerDeath(Kind.IGNORE, null);

  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final @Nullable Repair repair;

  private OwnerDeath(Kind kind, @Nullable Repair repair) {
    this.kind = kind;
    this.repair = repair;
  }

  /// The lock, once the repair has run. If the repair throws, so does locking; if its process dies,
  /// the next one repairs: it must bear being repeated. It travels with the handle of the lock, and
  /// each who opens a lock by name brings it along.
  public static OwnerDeath repairWith(Repair repair) {
    return new OwnerDeath(Kind.REPAIR, Objects.requireNonNull(repair, "No repair is given"));
  }

  /// Makes whole what a lock guards; that is held meanwhile.
  @FunctionalInterface
  public interface Repair extends Serializable {
    /// Repairs.
    void run();
  }

  /// Notes in a lock, before anybody else sees it, that it was made with this.
  void write(MemorySegment lock) {
    LockPolicy.set(new SegmentWords(lock), kind.ordinal());
  }

  /// @param lock that was found
  /// @param text what it is, for messages
  void requireSame(SharedBlock lock, String text) {
    int found = LockPolicy.get(new SegmentWords(lock.segment()));
    if (found != kind.ordinal()) {
      throw new MemoryException.Incompatible(
          "Cannot open %s with %s: it is there with %s. ".formatted(text, this, Kind.of(found))
              + "Use the same policy everywhere, or another name.");
    }
  }

  /// What another process was told of as these two.
  ///
  /// @param kind its ordinal
  static OwnerDeath of(int kind, @Nullable Repair repair) {
    return switch (Kind.values()[kind]) {
      case FAIL -> FAIL;
      case IGNORE -> IGNORE;
      case REPAIR -> repairWith(repair);
    };
  }

  Kind kind() {
    return kind;
  }

  /// Null if it is not of the kind that repairs.
  @Nullable Repair givenRepair() {
    return repair;
  }

  /// Only of the kind that repairs.
  void repair() {
    if (repair != null) {
      repair.run();
    }
  }

  @Override
  public String toString() {
    return kind.toString();
  }

  /// In shared memory: the ordinal.
  enum Kind {
    FAIL,
    IGNORE,
    REPAIR;

    static String of(int number) {
      return number >= 0 && number < values().length
          ? values()[number].name()
          : "unknown policy " + number;
    }
  }
}
