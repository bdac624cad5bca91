/*
 * The lock on one 32-bit word that survives the death of any process at any step:
 * io.tandem.lock.WordLock, on io.tandem.peer (life words, proof of stopping) and io.tandem.park
 * (sleeping, watcher).
 *
 * Modelled: the word [WAITERS | INCONSISTENT | owner], changed by CAS and swap; acquire; a slow
 * path that sets WAITERS and sleeps on the word and on the owner's life word at once, and after a
 * sleep acquires with WAITERS; release, which swaps the word and wakes one sleeper. A killed
 * process dies in three steps: its life word is marked and one sleeper of it woken; then none of
 * its threads runs any more; then they have left the queues of the futexes, where they took wakes
 * until then. Takeover: the mark, the proof that the owner stopped, CAS. A watcher in each process
 * sleeps on all life words: at any mark it passes the wake on to all, and wakes the sleepers of
 * the word its own process sleeps on; once the victim is gone it wakes them again. A slice ends a
 * sleep when nothing else would.
 *
 * Must hold:
 *   mutual_exclusion  at most one process that still runs is in the critical section
 *   damage_is_told    who enters what a dead owner or a failed repair left half done is told so
 *   takes_from_dead   nobody takes over from a process that is alive, however slow
 *   token_grows       no two holders write the same fencing token
 *   nobody_hangs      when nothing moves any more, every process is done or dead
 *   slices_suffice    each stall costs one slice, and at most one more for each kill
 *
 * -DK=n              up to n of the 3 processes are killed: 0, 1, 2 (default)
 * -DROUNDS=n         how often each process acquires: default 1
 * -DGIVES_UP         one process may give up its sleep, by deadline or interrupt
 *
 * Nets to remove. Slices alone hold with any number of kills; all else without slices holds for
 * one: a second victim's only wake may go to the watcher of the first, which is dying too.
 * -DNO_DEATH_WAKE    a sleeper sleeps on the word only: the watcher may pass before it sleeps
 * -DNO_WATCHER       the owner may have changed while its waiters sleep, or a woken waiter die
 * -DNO_SLICE
 *
 * Bugs to plant:
 * -DNO_PROOF         takes over on the mark alone
 * -DIMPATIENT        takes over from an owner that is not known to be dead
 * -DFORGETS_WAITERS  acquires after a sleep without WAITERS
 * -DHIDES_DAMAGE     a release without repair clears INCONSISTENT
 * -DWAKES_ONCE       the watcher wakes at the mark only, when the dying may still take the wake
 * -DLEAVES_SILENTLY  who gives up does not pass on the wake it may have taken
 */
#ifndef K
#define K 2
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define N 3
#define NOBODY N
#define me _pid

/* The word. */
byte owner = NOBODY;
bool waiters, inconsistent;

byte token; /* guarded by the lock */

/* The kernel's: dying processes, and who sleeps. */
byte kills;
bool marked[N];
bool runs[N] = true;
bool gone[N];
bool asleep[N];
bool in_word_queue[N];
byte in_life_queue[N] = NOBODY; /* whose */
bool watcher_asleep[N];

/* What only the model knows. */
bool inside[N];
bool complete[N];
bool half_done;
byte slices;

bool mutual_exclusion, damage_is_told, takes_from_dead, token_grows, nobody_hangs, slices_suffice;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

inline wake(p) { asleep[p] = false; in_word_queue[p] = false }

inline wake_one_of_word() {
  if
  :: in_word_queue[0] -> wake(0)
  :: in_word_queue[1] -> wake(1)
  :: in_word_queue[2] -> wake(2)
  :: else
  fi
}

inline wake_if_of_word(p) { if :: in_word_queue[p] -> wake(p) :: else fi }

inline wake_all_of_word() { wake_if_of_word(0); wake_if_of_word(1); wake_if_of_word(2) }

inline wake_by_life(p) { asleep[p] = false; in_life_queue[p] = NOBODY }

inline wake_one_of_life(victim) {
  if
  :: in_life_queue[0] == victim -> wake_by_life(0)
  :: in_life_queue[1] == victim -> wake_by_life(1)
  :: in_life_queue[2] == victim -> wake_by_life(2)
  :: victim != 0 && watcher_asleep[0] -> watcher_asleep[0] = false
  :: victim != 1 && watcher_asleep[1] -> watcher_asleep[1] = false
  :: victim != 2 && watcher_asleep[2] -> watcher_asleep[2] = false
  :: else
  fi
}

inline wake_if_of_life(p, victim) {
  if :: in_life_queue[p] == victim -> wake_by_life(p) :: else fi;
  if :: victim != p -> watcher_asleep[p] = false :: else fi
}

inline wake_all_of_life(victim) {
  wake_if_of_life(0, victim);
  wake_if_of_life(1, victim);
  wake_if_of_life(2, victim)
}

inline leave_queues(p) {
  asleep[p] = false;
  in_word_queue[p] = false;
  in_life_queue[p] = NOBODY
}

inline keep_waiters() {
#ifndef FORGETS_WAITERS
  waiters = waiters || slept;
#endif
  slept = false
}

active [N] proctype Process() provided (runs[me]) {
  byte seen = NOBODY; /* the owner in the way */
  byte round, seen_token;
  bool slept, told, wake_next;

acquire:
  atomic {
    if
    :: owner == NOBODY -> owner = me; keep_waiters(); goto acquired
    :: else -> seen = owner
    fi
  };
  if
#ifdef IMPATIENT
  :: true ->
#else
  :: marked[seen] ->
#ifndef NO_PROOF
     !runs[seen]; /* awaitStopped */
#endif
#endif
     atomic {
       if
       :: owner == seen ->
          check(takes_from_dead, marked[seen]);
          owner = me;
          inconsistent = true;
          keep_waiters();
          goto acquired
       :: else -> goto acquire
       fi
     }
  :: atomic { !marked[seen] && owner == seen -> waiters = true }
  :: atomic { !marked[seen] && owner != seen -> seen = NOBODY; goto acquire }
  fi;

  atomic {
    if
#ifdef NO_DEATH_WAKE
    :: owner == seen && waiters ->
#else
    :: owner == seen && waiters && !marked[seen] ->
       in_life_queue[me] = seen;
#endif
       in_word_queue[me] = true;
       asleep[me] = true
    :: else -> seen = NOBODY; goto acquire
    fi
  };
  if
  :: atomic {
       !asleep[me] -> /* woken */
       leave_queues(me);
       slept = true;
       if :: marked[seen] -> wake_all_of_life(seen) :: else fi;
       seen = NOBODY;
       goto acquire
     }
#ifndef NO_SLICE
  :: atomic {
       timeout ->
       slices++;
       check(slices_suffice, slices <= 1 + K);
       leave_queues(me);
       slept = true;
       seen = NOBODY;
       goto acquire
     }
#endif
#ifdef GIVES_UP
  :: atomic { me == 1 -> leave_queues(me); seen = NOBODY; slept = false };
#ifndef LEAVES_SILENTLY
     atomic { wake_one_of_word() };
#endif
     goto finished
#endif
  fi;

acquired:
  atomic {
    inside[me] = true;
    slices = 0;
    seen = NOBODY;
    check(mutual_exclusion,
        (inside[0] && runs[0]) + (inside[1] && runs[1]) + (inside[2] && runs[2]) <= 1);
    check(damage_is_told, !half_done || inconsistent);
    half_done = true;
    seen_token = token
  };
  atomic {
    check(token_grows, token == seen_token);
    token++;
    seen_token = 0;
    told = inconsistent;
    if
    :: half_done = false; told = false /* the work, or the repair, is complete */
    :: told /* the repair failed */
    fi;
    inside[me] = false;
    /* release */
    wake_next = waiters;
    owner = NOBODY;
    waiters = false;
#ifdef HIDES_DAMAGE
    inconsistent = false;
#else
    inconsistent = told;
#endif
    told = false
  };
  if
  :: atomic { wake_next -> wake_one_of_word(); wake_next = false; round++ }
  :: atomic { !wake_next -> round++ }
  fi;
  if
  :: round < ROUNDS -> goto acquire
  :: else
  fi;

finished:
  complete[me] = true
}

#ifndef NO_WATCHER
#define UNHANDLED(p) (p != mine && marked[p] && !handled[p])
#define UNFINISHED(p) (p != mine && gone[p] && !finished[p])

inline wake_sleepers() {
  if :: in_word_queue[mine] -> wake_all_of_word() :: else fi
}

inline handle(victim) { handled[victim] = true; wake_all_of_life(victim); wake_sleepers() }

inline finish(victim) { finished[victim] = true; wake_sleepers() }

active [N] proctype Watcher() provided (runs[_pid - N]) {
  byte mine = _pid - N;
  bool handled[N];
  bool finished[N];

  do
  :: atomic {
       !watcher_asleep[mine] ->
       if
       :: UNHANDLED(0) -> handle(0)
       :: UNHANDLED(1) -> handle(1)
       :: else -> watcher_asleep[mine] = true
       fi
     }
#ifndef WAKES_ONCE
  :: atomic { handled[0] && UNFINISHED(0) -> finish(0) }
  :: atomic { handled[1] && UNFINISHED(1) -> finish(1) }
#endif
  od
}
#endif

/*
 * The processes are alike, so the first to be killed may be called 0 and the second 1. A thread
 * that sleeps when its process is killed does not run again; one that runs goes on for a moment.
 */
inline kill(p) {
  atomic {
    kills == p && kills < K ->
    kills++;
    marked[p] = true;
    runs[p] = !asleep[p];
    wake_one_of_life(p)
  }
}

inline stop(p) { atomic { marked[p] && runs[p] -> runs[p] = false } }

inline go(p) {
  atomic { !runs[p] && !gone[p] -> gone[p] = true; leave_queues(p); watcher_asleep[p] = false }
}

active proctype Kernel() {
  do
  :: kill(0)
  :: kill(1)
  :: stop(0)
  :: stop(1)
  :: go(0)
  :: go(1)
  :: marked[0] == gone[0] && marked[1] == gone[1] -> break
  od
}

#ifdef NO_SLICE
active proctype Monitor() {
  timeout ->
  check(nobody_hangs,
      (complete[0] || gone[0]) && (complete[1] || gone[1]) && (complete[2] || gone[2]))
}
#endif
