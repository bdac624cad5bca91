/*
 * A slot of the registry that one process after the other takes, while a lock still names one of
 * the dead: io.tandem.peer (claim of a slot, isDead, awaitStopped) below io.tandem.lock.WordLock.
 *
 * Modelled: one slot with its life word, epoch and OFD byte; three processes that come to it one
 * after the other, acquire the lock once as [epoch | slot], and are killed at any step, or live
 * on; a survivor of another slot that acquires the lock at any time, and whose only net is the
 * death wake. A claim takes the OFD byte, which the dead give up only when all their threads have
 * stopped, then grows the epoch, then sets the life word to its thread's id. Is an owner dead?
 * Load the life word, then the epoch. A sleeper sleeps on the life word as it loaded it before the
 * epoch.
 *
 * Must hold:
 *   mutual_exclusion  at most one process that still runs is in the critical section
 *   takes_from_dead   nobody takes over from a process that is alive
 *   owns_only_its_own a process that comes to the slot owns nothing yet
 *   nobody_hangs      when nothing moves any more, the survivor is done, or the owner lives
 *
 * -DEPOCHS=n         the epoch is modulo n: default 3; the real one has 19 bits
 *
 * Bugs to plant:
 * -DNO_EPOCH         an owner is a slot, and dead if the life word is
 * -DLATE_EPOCH       the life word is set before the epoch grows
 * -DEPOCH_FIRST      isDead loads the epoch before the life word
 * -DLATE_BYTE        a claim takes a slot on the mark alone, without its OFD byte
 * -DSAME_THREAD_ID   the next process's thread has the same id, as can be in another pid namespace:
 *                    the sleeper cannot tell its life word from the one before. Slices heal this.
 */
#ifndef EPOCHS
#ifdef NO_EPOCH
#define EPOCHS 1
#else
#define EPOCHS 3
#endif
#endif
#define COMERS 3
#define NONE COMERS
#define SURVIVOR EPOCHS
#define NOBODY (EPOCHS + 1)
#define FREE 0
#define DEAD 1
#ifdef SAME_THREAD_ID
#define THREAD_ID(p) 2
#else
#define THREAD_ID(p) (2 + p)
#endif

/* The lock's word: an epoch stands for the slot with it. */
byte owner = NOBODY;

/* The slot. */
byte life = FREE;
byte epoch;
byte byte_of = NONE; /* who holds the OFD byte */

/* The kernel's. */
byte claimed_by = NONE; /* whose thread the life word is of */
bool claiming[COMERS];
bool marked[COMERS];
bool runs[COMERS] = true;
bool asleep;

/* What only the model knows. */
byte holder = NONE; /* which of the comers owns the lock */
bool inside[COMERS + 1];
bool complete;

bool mutual_exclusion, takes_from_dead, owns_only_its_own, nobody_hangs;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

#define RUNS_INSIDE(p) (inside[p] && runs[p])

inline enter(p) {
  inside[p] = true;
  check(mutual_exclusion, RUNS_INSIDE(0) + RUNS_INSIDE(1) + RUNS_INSIDE(2) + inside[COMERS] <= 1)
}

inline grow_epoch() { epoch = (epoch + 1) % EPOCHS; mine = epoch }

active [COMERS] proctype Comer() provided (runs[_pid]) {
  byte mine;

  atomic {
#ifdef LATE_BYTE
    byte_of == NONE || life == DEAD ->
#else
    byte_of == NONE ->
#endif
    byte_of = _pid;
    claiming[_pid] = true
  };
#ifndef LATE_EPOCH
  grow_epoch();
#endif
  atomic { life = THREAD_ID(_pid); claimed_by = _pid };
#ifdef LATE_EPOCH
  grow_epoch();
#endif
  claiming[_pid] = false;

  if
  :: atomic { owner == NOBODY -> owner = mine; holder = _pid };
     enter(_pid);
     atomic {
       inside[_pid] = false;
       owner = NOBODY;
       holder = NONE;
       asleep = false
     }
  :: atomic { owner != NOBODY -> check(owns_only_its_own, owner != mine) }
  fi
}

active proctype Survivor() {
  byte seen, seen_life, seen_epoch;

acquire:
  atomic {
    if
    :: owner == NOBODY -> owner = SURVIVOR; goto acquired
    :: else -> seen = owner
    fi
  };
#ifdef EPOCH_FIRST
  seen_epoch = epoch;
  seen_life = life;
#else
  seen_life = life;
  seen_epoch = epoch;
#endif
  if
  :: seen_life == DEAD || seen_epoch != seen ->
     /* awaitStopped: who has lost its slot has stopped */
     epoch != seen || byte_of == NONE || !runs[byte_of];
     atomic {
       if
       :: owner == seen ->
          check(takes_from_dead, marked[holder]);
          owner = SURVIVOR;
          holder = NONE;
          goto acquired
       :: else -> goto acquire
       fi
     }
  :: else ->
     atomic {
       if
       :: owner == seen && life == seen_life -> asleep = true
       :: else
       fi
     };
     !asleep;
     goto acquire
  fi;

acquired:
  enter(COMERS);
  atomic { inside[COMERS] = false; owner = NOBODY };
  complete = true
}

/* The thread that claims is the one whose death marks: it does not go on after its mark. */
inline kill(p) {
  atomic {
    byte_of == p && !marked[p] ->
    marked[p] = true;
    runs[p] = !claiming[p];
    if :: claimed_by == p -> life = DEAD; asleep = false :: else fi
  }
}

inline stop(p) {
  atomic {
    marked[p] && (runs[p] || byte_of == p) ->
    runs[p] = false;
    if :: byte_of == p -> byte_of = NONE :: else fi
  }
}

active proctype Kernel() {
  do
  :: kill(0)
  :: kill(1)
  :: kill(2)
  :: stop(0)
  :: stop(1)
  :: stop(2)
  :: byte_of == NONE || !marked[byte_of] -> break
  od
}

active proctype Monitor() {
  timeout -> check(nobody_hangs, complete || holder != NONE && !marked[holder])
}
