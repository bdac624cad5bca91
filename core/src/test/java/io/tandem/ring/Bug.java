package io.tandem.ring;

import io.tandem.ring.World.Kind;
import io.tandem.word.Words;
import java.util.EnumSet;
import java.util.Set;

/// Mistakes that the stories must find: each changes some accesses of all processes, or what they
/// believe of each other.
enum Bug {
  NONE,

  /// What a dead process owned is taken over while its threads may still run.
  TAKEOVER_WITHOUT_PROOF,

  /// Nobody asks whether the one he waits for is dead.
  NO_DEATH_CHECK,

  /// Whoever is waited for is taken for dead.
  PAUSED_TAKEN_FOR_DEAD,

  /// A successor begins where the head is, whatever lies behind it.
  NO_WALK_OVER_COMPLETE_RECORDS(Kind.ONE_TO_ONE),

  /// A claim does not say whose it is.
  CLAIM_WITHOUT_OWNER(Kind.MANY_TO_ONE),

  /// The tail moves before the claim is written.
  TAIL_BEFORE_CLAIM(Kind.MANY_TO_ONE),

  /// What the next record's header will be is left as it is.
  NEXT_HEADER_NOT_CLEARED,

  /// A tail is set back, and the claim at its place stays.
  CLAIM_LEFT_WHEN_UNLOCKED(Kind.MANY_TO_ONE),

  /// A consumer does not note what it has taken before it handles it.
  TAKEN_NOT_NOTED,

  /// Who came before is forgotten when his seat is given away.
  CAME_FORGOTTEN,

  /// A message is not complete when its header, or the tail, says so.
  HEADER_BEFORE_BODY,

  /// A broadcast does not say what it is about to overwrite.
  NO_INTENT(Kind.BROADCAST),

  /// A new producer forgets what the dead one was about to overwrite.
  INTENT_LOWERED(Kind.BROADCAST);

  private final Set<Kind> kinds;

  Bug() {
    kinds = EnumSet.of(Kind.ONE_TO_ONE, Kind.MANY_TO_ONE);
  }

  Bug(Kind only) {
    kinds = EnumSet.of(only);
  }

  /// The rings in which it can be made.
  Set<Kind> kinds() {
    return kinds;
  }

  Words plantIn(Words words) {
    return this == NONE ? words : new BuggyWords(this, words);
  }

  boolean believesDead(boolean dead, boolean another) {
    return switch (this) {
      case NO_DEATH_CHECK -> false;
      case PAUSED_TAKEN_FOR_DEAD -> another;
      default -> dead;
    };
  }
}
