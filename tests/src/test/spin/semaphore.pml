/*
 * The semaphore: io.tandem.sync.Permits, of both kinds: permits without owners, and permits that
 * belong to processes and return when those die.
 *
 * Modelled: the word [WAITERS | MANY | free], changed by CAS; taking one permit, or two; the look,
 * the announcement and the sleep on the word that was announced; a return, which clears the bits
 * and then wakes one sleeper, or all. With owners: the table of who has how many and the word,
 * changed one after the other under a guard, which is taken over from the dead; the recount by
 * whoever takes it over, and by whoever finds too few permits before it sleeps. A killed process
 * dies in three steps, as in word_lock, which also models the guard itself and how the watchers
 * hear of a death. Here a watcher wakes the sleeper of its own process some time after each mark,
 * and again when the victim is gone. A slice ends all sleeps when nothing else would.
 *
 * Process 2 has both permits at first, and returns them one by one.
 *
 * Must hold:
 *   within_total  at most two permits are in use by processes that still run
 *   conserved     with owners: while the guard is free, what is free and what the table says that
 *                 processes have are two together
 *   nobody_hangs  when nothing moves any more, every process is done or dead; each stall costs one
 *                 slice, and at most one more for each kill
 *
 * -DOWNED            permits have owners
 * -DMANY             process 1 needs both permits at once; process 2 keeps its second one until
 *                    process 0 is done
 * -DHANDS_OVER       who takes a permit does not return it, as in a queue
 * -DK=n              up to n processes are killed: 0, 1 (default), 2. Without owners only while
 *                    they have no permit, which would be gone.
 *
 * Nets to remove:
 * -DNO_SLICE
 * -DNO_WATCHER
 *
 * Bugs to plant:
 * -DFORGETS_WAITERS  takes permits after a sleep without announcing itself once more
 * -DKEEPS_WAKE       does not wake the next one if it leaves permits
 * -DHIDES_MANY       does not say that it needs more than one
 * -DWAKES_BLINDLY    does not look whether the one that was woken may need more
 * -DNO_RETURN        a recount leaves the dead what they had
 * -DNO_RECOUNT       a guard that was taken over is taken for consistent
 * -DNO_PROOF         permits return on the mark alone
 */
#ifndef K
#define K 1
#endif
#define N 3
#define NOBODY N
#define TOTAL 2
#define me _pid

/* The word. */
byte free;
bool waiters, many;

/* The table, and its guard. */
byte held[N];
byte guard = NOBODY;

/* The kernel's. */
byte kills;
bool marked[N];
bool runs[N] = true;
bool gone[N];
bool asleep[N];

/* What only the model knows. */
bool begun;
byte uses[N];
bool complete[N];
byte slices;

bool within_total, conserved, nobody_hangs;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

#ifdef HIDES_MANY
#define SAYS_NEED true
#else
#define SAYS_NEED (many || need == 1)
#endif

#define IN_USE(p) (runs[p] * uses[p])

inline wake_one() {
  if
  :: asleep[0] -> asleep[0] = false
  :: asleep[1] -> asleep[1] = false
  :: asleep[2] -> asleep[2] = false
  :: else
  fi
}

inline wake_all() { asleep[0] = false; asleep[1] = false; asleep[2] = false }

#define DIED(p) (marked[p] && held[p] > 0)
#ifdef NO_PROOF
#define TO_RETURN_STOPPED true
#else
#define STOPPED(p) (!DIED(p) || !runs[p])
#define TO_RETURN_STOPPED (STOPPED(0) && STOPPED(1) && STOPPED(2))
#endif

inline take_back(p) { if :: DIED(p) -> held[p] = 0 :: else fi }

/* Has the word say what the table says. */
inline recount() {
  atomic {
    TO_RETURN_STOPPED -> /* awaitStopped */
#ifndef NO_RETURN
    take_back(0);
    take_back(1);
    take_back(2);
#endif
    if
    :: held[0] + held[1] + held[2] + free < TOTAL ->
       wake_next = waiters;
       free = TOTAL - (held[0] + held[1] + held[2]);
       waiters = false;
       many = false
    :: else -> free = TOTAL - (held[0] + held[1] + held[2])
    fi
  };
  if
  :: wake_next -> atomic { wake_all(); wake_next = false }
  :: else
  fi
}

inline enter() {
  if
  :: atomic { guard == NOBODY -> guard = me }
  :: atomic { guard != NOBODY && marked[guard] && !runs[guard] -> guard = me };
#ifndef NO_RECOUNT
     recount()
#endif
  fi
}

inline leave() {
  atomic {
    check(conserved, held[0] + held[1] + held[2] + free == TOTAL);
    guard = NOBODY
  }
}

active [N] proctype Process() provided (runs[me]) {
  byte need = 1;
  byte back;
  byte seen;
  bool announced, got, wake_next, wake_many;

  if
  :: me == 2 ->
     atomic { held[me] = TOTAL; uses[me] = TOTAL; begun = true; back = 1; goto give }
  :: me != 2 -> begun
  fi;
  if
#ifdef MANY
  :: me == 1 -> need = 2
#endif
  :: else
  fi;

take:
#ifdef OWNED
  enter();
#endif
  atomic {
    if
    :: free >= need ->
       free = free - need;
       got = true;
#ifndef OWNED
       uses[me] = need;
       check(within_total, IN_USE(0) + IN_USE(1) + IN_USE(2) <= TOTAL)
#endif
    :: else
    fi
  };
#ifdef OWNED
  if
  :: got -> held[me] = held[me] + need
  :: else
  fi;
  leave();
#endif
  if
  :: got -> got = false; goto taken
  :: else
  fi;
  if
  :: announced -> goto sleep
  :: else
  fi;

announce:
#ifdef OWNED
  enter();
  recount();
  leave();
#endif
  atomic {
    announced = true;
    waiters = true;
#ifndef HIDES_MANY
    many = many || need > 1;
#endif
    seen = free
  };
  goto take;

sleep:
  announced = false;
  atomic {
    if
    :: free == seen && waiters && SAYS_NEED -> asleep[me] = true
    :: else -> goto announce
    fi
  };
  !asleep[me];
#ifdef FORGETS_WAITERS
  goto take;
#else
  goto announce;
#endif

taken:
#ifdef OWNED
  atomic {
    uses[me] = need;
    check(within_total, IN_USE(0) + IN_USE(1) + IN_USE(2) <= TOTAL)
  };
#endif
  slices = 0;
#ifndef KEEPS_WAKE
  if
  :: announced ->
     atomic {
       announced = false;
       if
       :: free > 0 -> wake_one()
       :: else
       fi
     };
     atomic { if :: many -> wake_all() :: else fi }
  :: else
  fi;
#endif
#ifdef HANDS_OVER
  goto finished;
#endif
  back = need;

give:
#ifdef OWNED
  uses[me] = uses[me] - back;
  enter();
  held[me] = held[me] - back;
#endif
  atomic {
    free = free + back;
#ifndef OWNED
    uses[me] = uses[me] - back;
#endif
    wake_next = waiters;
    wake_many = many || back > 1;
    waiters = false;
    many = false
  };
#ifdef OWNED
  leave();
#endif
  if
  :: wake_next && wake_many -> atomic { wake_all(); wake_next = false; wake_many = false }
  :: wake_next && !wake_many -> atomic { wake_one(); wake_next = false };
#ifndef WAKES_BLINDLY
     atomic { if :: many -> wake_all() :: else fi }
#endif
  :: else -> wake_many = false
  fi;
  if
  :: uses[me] > 0 ->
#ifdef MANY
     complete[0] || gone[0];
#endif
     goto give
  :: else
  fi;

finished:
  complete[me] = true
}

#ifndef NO_WATCHER
inline hear(victim) {
  atomic { marked[victim] && !handled[victim] -> handled[victim] = true; asleep[mine] = false }
}

inline hear_again(victim) {
  atomic { gone[victim] && !finished[victim] -> finished[victim] = true; asleep[mine] = false }
}

active [N - 1] proctype Watcher() provided (runs[_pid - N]) {
  byte mine = _pid - N;
  bool handled[N];
  bool finished[N];

  do
  :: hear(0)
  :: hear(1)
  :: hear(2)
  :: hear_again(0)
  :: hear_again(1)
  :: hear_again(2)
  od
}
#endif

#ifdef OWNED
#define MAY_DIE(p) true
#define GOES_ON true
#else
#define MAY_DIE(p) (uses[p] == 0)
#define GOES_ON false
#endif

/*
 * A thread that sleeps when its process is killed does not run again; one that runs goes on for a
 * moment, unless it could get a permit then that has no owner.
 */
inline kill(p) {
  atomic {
    begun && kills < K && !marked[p] && MAY_DIE(p) ->
    kills++;
    marked[p] = true;
    runs[p] = !asleep[p] && GOES_ON
  }
}

inline stop(p) { atomic { marked[p] && runs[p] -> runs[p] = false } }

inline go(p) { atomic { !runs[p] && !gone[p] -> gone[p] = true; asleep[p] = false } }

#define DONE(p) (complete[p] || gone[p])

active proctype Kernel() {
  do
  :: kill(0)
  :: kill(1)
  :: kill(2)
  :: stop(0)
  :: stop(1)
  :: stop(2)
  :: go(0)
  :: go(1)
  :: go(2)
  od
}

active proctype Clock() {
  do
  :: timeout ->
     if
     :: DONE(0) && DONE(1) && DONE(2) -> break
     :: else ->
#ifdef NO_SLICE
        check(nobody_hangs, false)
#else
        slices++;
        check(nobody_hangs, slices <= 1 + K);
        wake_all()
#endif
     fi
  od
}
