/*
 * A barrier without a lock that breaks when one of those who wait dies: io.tandem.sync.BarrierWord,
 * on io.tandem.park (sleeping until any process dies).
 *
 * Modelled: the state [generation | LAST_BROKE | BROKEN], changed by CAS; the table of arrivals, each
 * [generation | owner], claimed in order by CAS, if the state is still what it was; a waiter, which looks for dead arrivals, sleeps
 * while the state is what it was, and is up again when somebody changes it, or when there is news
 * of a death since its look: of the mark, and of the end of the last thread; the last to arrive, which acts and then passes; breaking, which is
 * noted before the CAS of the state; a reset, which enters the breach before it begins the next
 * generation; the look for how a generation ended, at the state or at the breaches. Three processes
 * meet at a barrier for two. A killed one is marked, and stops some steps later.
 *
 * Must hold:
 *   all_hear_the_same  nobody hears of a generation that it met if it broke, or the other way round
 *   has_own_place      no two have the same place in a generation that met
 *   meets_the_living   nobody meets one who was known to be dead when it came
 *   nobody_hangs       when nothing moves any more, nobody alive waits in a generation that is over,
 *                      is full, or has a dead one in it
 *
 * -DK=n              up to n of the processes are killed: 0, 1 (default)
 * -DROUNDS=n         how often each process comes: default 1
 * -DRESETS=n         how often somebody resets it, at any time: default 1
 * -DGIVES_UP         one process may run out of time
 *
 * Bugs to plant:
 * -DNO_DEATH_WAKE    a death wakes nobody who waits
 * -DWAKES_ONCE       there is news of the mark only, when the dying may yet arrive
 * -DNO_DEATH_LOOK    a waiter that is up looks at the state only
 * -DNO_FIRST_LOOK    who comes does not look for dead ones among those that are there
 * -DMIXES            a waiter takes any later generation for its own having met
 * -DNOTES_ENDED      a breach counts as soon as somebody means to break
 * -DENTERS_LATE      a reset enters the breach when it has begun the next generation
 * -DBLIND_BREAK      breaking is a store into whatever generation there is
 * -DNO_SECOND_LOOK   who comes does not look again whether its generation is over
 * -DNO_CAS           an arrival is claimed by a store
 */
#ifndef K
#define K 1
#endif
#ifndef RESETS
#define RESETS 1
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define N 3
#define NOBODY N
#define GENERATIONS 8
#define me _pid

/* Shared memory. A tag is a generation plus one; zero is none. */
byte generation;
bool broken, last_broke;
byte tag[2];
byte owner[2] = NOBODY;
bool ended[GENERATIONS];

/* The kernel's. */
byte kills, news;
bool marked[N];
bool runs[N] = true;
bool asleep[N];

/* What only the model knows. */
bool met[GENERATIONS];
bool broke[GENERATIONS];
byte place[2 * GENERATIONS] = NOBODY; /* who has it */
bool waits[N];
byte waits_in[N];

bool all_hear_the_same, has_own_place, meets_the_living, nobody_hangs;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

#define CURRENT(g) (generation == (g) && !broken)
#define IS_THERE(i, g) (tag[i] == (g) + 1)
#define IS_DEAD_THERE(i, g) (IS_THERE(i, g) && marked[owner[i]])

inline wake_all() { asleep[0] = false; asleep[1] = false; asleep[2] = false }

inline note(g) {
#ifdef NOTES_ENDED
  ended[g] = true
#else
  skip
#endif
}

/* Sets did. */
inline break_it(g) {
  note(g);
  atomic {
#ifdef BLIND_BREAK
    broken = true;
    if :: !met[generation] -> broke[generation] = true :: else fi;
    wake_all();
    did = true
#else
    if
    :: CURRENT(g) -> broken = true; broke[g] = true; wake_all(); did = true
    :: else -> did = false
    fi
#endif
  }
}

active [N] proctype Process() provided (runs[me]) {
  byte g, i, seen_tag, seen_owner, seen_news, round;
  bool dead[N]; /* when this one came */
  bool did, heard_broke;

come:
  atomic {
    if
    :: round == ROUNDS || broken -> goto finished
    :: else
    fi;
    round++;
    g = generation;
    i = 0;
    dead[0] = marked[0]; dead[1] = marked[1]; dead[2] = marked[2]
  };

look:
  if
  :: atomic { i == 2 -> goto wait } /* full: wait for the next */
  :: atomic { i < 2 -> seen_tag = tag[i]; seen_owner = owner[i] }
  fi;
  if
#ifndef NO_FIRST_LOOK
  :: atomic { seen_tag == g + 1 && marked[seen_owner] -> did = false };
     break_it(g);
     goto finished
  :: atomic { seen_tag == g + 1 && !marked[seen_owner] -> i++; goto look }
#else
  :: atomic { seen_tag == g + 1 -> i++; goto look }
#endif
#ifndef NO_SECOND_LOOK
  :: atomic { seen_tag != g + 1 && !CURRENT(g) -> round--; goto come }
  :: atomic { seen_tag != g + 1 && CURRENT(g) -> skip };
#else
  :: seen_tag != g + 1;
#endif
     atomic {
       if
#ifndef NO_CAS
       :: tag[i] != seen_tag || owner[i] != seen_owner -> goto look
       :: else ->
#else
       :: true ->
#endif
          tag[i] = g + 1;
          owner[i] = me;
          place[2 * g + i] = me
       fi
     }
  fi;
  if
  :: i == 0 -> goto wait
  :: else
  fi;

  skip; /* the action */
  atomic {
    if
    :: CURRENT(g) ->
       met[g] = true;
       check(meets_the_living, !dead[owner[0]]);
       generation++;
       last_broke = false;
       wake_all()
    :: else
    fi
  };
  goto ask;

wait:
  atomic {
    waits[me] = true;
    waits_in[me] = g;
    seen_news = news
  };
#ifndef NO_DEATH_LOOK
  if
  :: IS_DEAD_THERE(0, g) || IS_DEAD_THERE(1, g) -> break_it(g)
  :: else
  fi;
#endif
  atomic { asleep[me] = CURRENT(g) };
  if
  :: atomic { !asleep[me] -> waits[me] = false }
#ifndef NO_DEATH_WAKE
  :: atomic { asleep[me] && news != seen_news -> asleep[me] = false; waits[me] = false }
#endif
#ifdef GIVES_UP
  :: atomic { me == 2 && asleep[me] -> asleep[me] = false; waits[me] = false };
     if
     :: i == 2 -> goto finished
     :: else
     fi;
     break_it(g);
     if
     :: did -> check(all_hear_the_same, broke[g]); goto finished
     :: else
     fi
#endif
  fi;
  if
  :: atomic { CURRENT(g) -> goto wait }
  :: atomic { !CURRENT(g) && i == 2 -> round--; goto come }
  :: !CURRENT(g) && i < 2
  fi;

ask:
  atomic {
    if
    :: generation == g -> heard_broke = broken; goto heard
#ifdef MIXES
    :: generation > g -> heard_broke = false; goto heard
#endif
    :: generation == g + 1 -> heard_broke = last_broke; goto heard
    :: else
    fi
  };
  heard_broke = ended[g];
heard:
  atomic {
    check(all_hear_the_same, (heard_broke && broke[g]) || (!heard_broke && met[g]));
    check(has_own_place, heard_broke || place[2 * g + i] == me);
    goto come
  };

finished:
  skip
}

active proctype Resetter() {
  byte g, resets;
  bool did;

  do
  :: resets == RESETS -> break
  :: atomic { resets < RESETS && !broken -> g = generation };
     if
     :: IS_THERE(0, g) -> break_it(g)
     :: else -> resets++
     fi
  :: atomic { resets < RESETS && broken -> g = generation };
#ifndef ENTERS_LATE
     ended[g] = true;
#endif
     atomic {
       if
       :: generation == g && broken ->
          generation++;
          last_broke = true;
          broken = false;
          wake_all();
          resets++;
          did = true
       :: else -> did = false
       fi
     }
#ifdef ENTERS_LATE
     ;
     if
     :: did -> ended[g] = true
     :: else
     fi
#endif
  od
}

inline kill(p) {
  atomic {
    kills == p && kills < K ->
    kills++;
    marked[p] = true;
    news++;
    runs[p] = !asleep[p]
  }
}

inline stop(p) {
  atomic {
    marked[p] && runs[p] ->
    runs[p] = false;
#ifndef WAKES_ONCE
    news++
#endif
  }
}

active proctype Kernel() {
  do
  :: kill(0)
  :: kill(1)
  :: stop(0)
  :: stop(1)
  :: (!marked[0] || !runs[0]) && (!marked[1] || !runs[1]) -> break
  od
}

#define HANGS(p) \
  (runs[p] && waits[p] && (!CURRENT(waits_in[p]) || IS_THERE(1, waits_in[p]) \
  || IS_DEAD_THERE(0, waits_in[p])))

active proctype Monitor() {
  timeout -> check(nobody_hangs, !HANGS(0) && !HANGS(1) && !HANGS(2))
}
