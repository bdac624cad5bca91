/*
 * A consumer that sleeps until there is something, and producers that pay no fence to wake it:
 * io.tandem.ring's waiting, on io.tandem.park.
 *
 * Modelled: two producers whose stores go through a store buffer. A producer commits, which lies in
 * its buffer for a while, loads asleep, which may overtake the commit, and if it is set clears it
 * and wakes the consumer by a system call, which drains the buffer. The consumer, if it sees
 * nothing, sets asleep, does a membarrier, which drains the buffers of all, looks again, and sleeps
 * on asleep if it is still set. A producer may be killed at any step: marked first, stopped later;
 * what its buffer holds is stored all the same. The consumer's watcher clears asleep and wakes the
 * consumer at the mark, and again once the victim has stopped and a membarrier has drained its
 * buffer.
 *
 * Must hold:
 *   none_forgotten  when nothing moves any more, the consumer has taken all that was committed
 *
 * -DK=n             up to n of the producers are killed: default 1
 *
 * Bugs to plant:
 * -DNO_BARRIER      no membarrier
 * -DEARLY_BARRIER   the membarrier comes before asleep is set
 * -DNO_SECOND_LOOK  the consumer does not look again after the membarrier
 * -DNO_WATCHER      nobody wakes the consumer after a death
 * -DONLY_WAKES      the watcher does not clear asleep: the consumer may be about to sleep
 * -DWAKES_ONCE      the watcher wakes at the mark only, when the victim may yet commit
 */
#ifndef K
#define K 1
#endif
#define PRODUCERS 2
#define MESSAGES 2
#define me _pid

/* Shared memory, and the buffers before it. */
byte committed[PRODUCERS];
bool asleep;
bool pending[PRODUCERS]; /* a commit in the buffer */

/* The kernel's. */
bool sleeps;
byte kills;
bool marked[PRODUCERS];
bool runs[PRODUCERS] = true;

/* What only the model knows. */
byte taken;

bool none_forgotten;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

inline drain(p) {
  if
  :: pending[p] -> committed[p]++; pending[p] = false
  :: else
  fi
}

#define SEES_SOMETHING (committed[0] + committed[1] > taken)

inline membarrier() { atomic { drain(0); drain(1) } }

active [PRODUCERS] proctype Producer() provided (runs[me]) {
  byte sent;

  do
  :: atomic { sent < MESSAGES && !pending[me] -> pending[me] = true; sent++ };
     if
     :: asleep -> atomic { drain(me); asleep = false }; sleeps = false
     :: !asleep
     fi
  :: sent == MESSAGES -> break
  od
}

active proctype StoreBuffers() {
  do
  :: atomic { pending[0] -> drain(0) }
  :: atomic { pending[1] -> drain(1) }
  od
}

active proctype Consumer() {
  do
  :: SEES_SOMETHING -> taken++
  :: !SEES_SOMETHING ->
#ifdef EARLY_BARRIER
     membarrier();
#endif
     asleep = true;
#ifndef NO_BARRIER
#ifndef EARLY_BARRIER
     membarrier();
#endif
#endif
     if
#ifndef NO_SECOND_LOOK
     :: SEES_SOMETHING
     :: !SEES_SOMETHING ->
#else
     :: true ->
#endif
        atomic { sleeps = asleep };
        !sleeps
     fi;
     asleep = false
  od
}

active proctype Kernel() {
  do
  :: atomic { kills < K && !marked[0] -> kills++; marked[0] = true }
  :: atomic { kills < K && !marked[1] -> kills++; marked[1] = true }
  :: atomic { marked[0] && runs[0] -> runs[0] = false }
  :: atomic { marked[1] && runs[1] -> runs[1] = false }
  :: !(marked[0] && runs[0]) && !(marked[1] && runs[1]) -> break
  od
}

#ifndef NO_WATCHER
inline ring() {
#ifndef ONLY_WAKES
  asleep = false;
#endif
  sleeps = false
}

active [PRODUCERS] proctype Watcher() {
  byte victim = _pid - (PRODUCERS + 3);

  marked[victim] -> ring();
#ifndef WAKES_ONCE
  !runs[victim] && !pending[victim] -> ring()
#endif
}
#endif

active proctype Monitor() {
  timeout -> check(none_forgotten, taken == committed[0] + committed[1])
}
