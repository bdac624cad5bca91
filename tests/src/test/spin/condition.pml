/*
 * A condition of a reentrant lock: io.tandem.lock.ThreadCondition. The lock itself is modelled in
 * word_lock; here it is taken in one step, from nobody or from a dead owner that has stopped.
 *
 * Modelled: two consumers that wait for items, one of which holds the lock twice, and a producer
 * that signals each item. The two groups of waiters with their counts, the seats of the processes,
 * the mark that the counts are uncertain, and the words to sleep on. A killed process dies in three
 * steps as in word_lock; its death wakes all sleepers, once when it is marked and once when it has
 * left the queues, where it took wakes until then. A slice ends a sleep when nothing else would.
 *
 * Must hold:
 *   mutual_exclusion  at most one process that still runs holds the lock
 *   damage_is_told    who holds the lock after a death in the middle of a change is told so
 *   holds_restored    who has waited holds the lock as often as before
 *   counts_waiters    no group is found to have fewer waiters than none
 *   nobody_hangs      when nothing moves any more, nobody alive waits while there is an item
 *
 * -DK=n            up to n of a consumer and the producer are killed: 0, 1 (default), 2
 * -DITEMS=n        how many the producer makes: default 2
 *
 * Nets to remove. Without slices a death is missed by who is about to sleep:
 * -DNO_WATCHER     a death wakes nobody
 * -DNO_SLICE
 *
 * Bugs to plant:
 * -DREADS_LATE     a waiter reads the word to sleep on when it has given up the lock
 * -DNO_CHANGE      a signal wakes and does not change the word
 * -DNO_SEATS       the dead that wait are not noticed
 * -DNO_PROOF       the lock is taken over on the mark alone
 * -DHIDES_DAMAGE   the lock is taken over as if nothing had happened
 * -DHOLDS_ONE      a waiter gives up one of its holds only, and restores one
 */
#ifndef K
#define K 1
#endif
#ifndef ITEMS
#define ITEMS 2
#endif
#define N 3
#define PRODUCER 2
#define NOBODY N
#define SLICES 2
#define me _pid

/* The lock. */
byte owner = NOBODY;
bool inconsistent;
byte holds[N];

/* The condition. */
byte group, pending, older, younger;
bool uncertain;
bool seated[N];
byte changed[2]; /* the words to sleep on */

byte items; /* what the lock guards */
bool half_done;

/* The kernel's. */
byte kills, slices;
bool marked[N];
bool runs[N] = true;
bool gone[N];
bool asleep[N];
byte queue[N] = 2; /* the word that one sleeps on */
bool complete[N];

bool mutual_exclusion, damage_is_told, holds_restored, counts_waiters, nobody_hangs;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

inline wake(p) { asleep[p] = false; queue[p] = 2 }

inline wake_if(p, word) { if :: queue[p] == word -> wake(p) :: else fi }

inline wake_one(word) {
  if
  :: queue[0] == word -> wake(0)
  :: queue[1] == word -> wake(1)
  :: else
  fi
}

inline wake_all() { wake(0); wake(1) }

inline acquire() {
  if
  :: atomic { owner == NOBODY -> owner = me }
#ifdef NO_PROOF
  :: atomic { owner != NOBODY && owner != me && marked[owner] ->
#else
  :: atomic { owner != NOBODY && owner != me && marked[owner] && !runs[owner] ->
#endif
       owner = me;
#ifndef HIDES_DAMAGE
       inconsistent = true
#endif
     }
  fi;
  atomic {
    check(mutual_exclusion, holds[0] * runs[0] + holds[1] * runs[1] + holds[2] * runs[2] == 0);
    check(damage_is_told, !half_done || inconsistent);
    holds[me] = 1
  }
}

/* After a death the first to hold the lock repairs what it guards. */
inline repair() {
  atomic { half_done = false; inconsistent = false }
}

inline release() { atomic { holds[me] = 0; owner = NOBODY } }

#ifdef NO_SEATS
#define DEAD_SEATED false
#else
#define DEAD_SEATED (seated[0] && marked[0])
#endif
#define DAMAGED (uncertain || DEAD_SEATED)

inline release_all() {
  uncertain = true;
  older = 0;
  younger = 0;
  pending = 0;
  group = group + 2;
  atomic { changed[0]++; changed[1]++ };
  if :: marked[0] -> seated[0] = false :: else fi;
  uncertain = false;
  atomic { wake_all() }
}

inline signal() {
  if
  :: DAMAGED -> release_all()
  :: else ->
     if
     :: older + younger > 0 ->
        uncertain = true;
        if
        :: older == 0 ->
           older = younger;
           younger = 0;
           pending = 0;
           group++
        :: else
        fi;
        check(counts_waiters, older > 0);
        older--;
        pending++;
#ifndef NO_CHANGE
        changed[group % 2]++;
#endif
        uncertain = false;
        atomic { wake_one(group % 2) }
     :: else
     fi
  fi
}

#define RELEASED (mine < group || mine == group && pending > 0)
#define OWNER_DIED (inconsistent || owner != NOBODY && marked[owner])

inline await() {
  uncertain = true;
  mine = group + 1;
  seated[me] = true;
  younger++;
  uncertain = false;
  held = holds[me];
wait:
#ifndef READS_LATE
  seen = changed[mine % 2];
#endif
#ifdef HOLDS_ONE
  atomic { holds[me] = held - 1; if :: holds[me] == 0 -> owner = NOBODY :: else fi };
#else
  release();
#endif
#ifdef READS_LATE
  seen = changed[mine % 2];
#endif
sleep:
  atomic {
    if
    :: changed[mine % 2] == seen -> asleep[me] = true; queue[me] = mine % 2
    :: else
    fi
  };
  if
  :: !asleep[me]
#ifndef NO_SLICE
  :: atomic { timeout && slices < SLICES -> slices++; wake(me) }
#endif
  fi;
  seen = changed[mine % 2];
  if
  :: RELEASED || OWNER_DIED || DAMAGED
  :: else -> goto sleep
  fi;
  acquire();
  holds[me] = held;
  if
  :: inconsistent || DAMAGED -> release_all()
  :: else
  fi;
  if
  :: RELEASED
  :: else -> goto wait
  fi;
  uncertain = true;
  if
  :: mine == group -> pending--
  :: else
  fi;
  seated[me] = false;
  uncertain = false;
  atomic { mine = 0; held = 0; seen = 0; slices = 0 };
  repair()
}

active [2] proctype Consumer() provided (runs[me]) {
  byte mine, held, seen, wanted = 1 + me; /* the survivor comes twice */

  do
  :: wanted > 0 ->
     acquire();
     repair();
     holds[me] = 1 + me;
     do
     :: items == 0 -> await()
     :: else -> break
     od;
     check(holds_restored, holds[me] == 1 + me);
     half_done = true;
     items--;
     half_done = false;
     release();
     wanted--
  :: else -> break
  od;
  complete[me] = true
}

active proctype Producer() provided (runs[me]) {
  byte made;

  do
  :: made < ITEMS ->
     acquire();
     repair();
     half_done = true;
     items++;
     half_done = false;
     signal();
     release();
     made++
  :: else -> break
  od;
  complete[me] = true
}

inline wake_by_death() {
#ifndef NO_WATCHER
  wake_all();
#endif
  skip
}

inline kill(p) {
  atomic {
    kills < K && !marked[p] ->
    kills++;
    marked[p] = true;
    runs[p] = !asleep[p];
    wake_by_death()
  }
}

inline stop(p) { atomic { marked[p] && runs[p] -> runs[p] = false } }

inline go(p) {
  atomic { !runs[p] && !gone[p] -> gone[p] = true; asleep[p] = false; queue[p] = 2; wake_by_death() }
}

active proctype Kernel() {
  do
  :: kill(0)
  :: kill(PRODUCER)
  :: stop(0)
  :: stop(PRODUCER)
  :: go(0)
  :: go(PRODUCER)
  :: marked[0] == gone[0] && marked[PRODUCER] == gone[PRODUCER] -> break
  od
}

#ifdef NO_SLICE
#define NO_MORE_SLICES true
#else
#define NO_MORE_SLICES (slices == SLICES || !asleep[0] && !asleep[1])
#endif

active proctype Monitor() {
  timeout && NO_MORE_SLICES ->
  check(nobody_hangs,
      (complete[0] || gone[0] || asleep[0] && items == 0)
      && (complete[1] || asleep[1] && items == 0)
      && (complete[PRODUCER] || gone[PRODUCER]))
}
