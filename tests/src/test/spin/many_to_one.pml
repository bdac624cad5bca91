/*
 * Messages of different lengths from many producers to one consumer, any of which may be killed at
 * any step: the claims of io.tandem.ring.ManyToOneRing, on io.tandem.peer (proof of stopping).
 *
 * Modelled: a ring of 4 units, each a header or part of a body; the words tail, head and taken. A
 * producer that finds room for its message and one header more CASes the tail from `pos` to
 * [LOCKED | owner | pos], clears the header at `pos + length` and stores its claim (-length, owner)
 * as the header at pos, in any order, moves the tail to `pos + length`, writes the body, and
 * commits by storing (length, type) as the header. Who finds the tail locked by a dead owner that
 * has stopped CASes the lock to itself, clears the header, and unlocks. The consumer loads the
 * header at head. Zero: nothing. A message: stores taken = the end of it, handles it, moves head.
 * The claim of an owner that is dead and has stopped, if the tail is past it: makes it padding by
 * CAS. Padding: moves head. What was read stays as it is. After its death a new consumer goes on at
 * taken, if that is past head. Waiting is left out: io.tandem.park does it.
 *
 * Must hold:
 *   at_most_once   no message is handled twice
 *   in_order       each producer's messages are handled in the order it sent them
 *   not_torn       what is handled is all of one message
 *   owns_claim     what a producer writes goes into its own claim, and nobody has skipped that
 *   skips_dead     only claims of the dead are skipped
 *   within_ring    head <= tail <= head + capacity
 *   none_lost      every committed message is taken, and all but one for each dead consumer handled
 *   nobody_stalls  when nothing moves any more, live producers have sent all
 *
 * -DK=n             up to n of the producers and a consumer are killed: default 2
 * -DPRODUCERS=n     default 2
 * -DMESSAGES=n      of each producer: default 2
 *
 * Bugs to plant:
 * -DTAIL_FIRST        the tail moves before the claim is stored, as in plain Agrona
 * -DNEXT_NOT_CLEARED  the header behind a claim is left as it is
 * -DNO_PROOF          dead owners are taken to have stopped
 * -DIMPATIENT         the consumer skips a claim whose owner it does not know to be dead
 * -DNO_INTENT         the consumer does not store taken
 * -DCLEARS_FIRST      who finds the lock of the dead clears the header before it has the lock
 * -DIGNORES_TAIL      the consumer skips a dead claim that the tail has not passed
 * -DSKIPS_BLINDLY     the consumer stores padding without CAS
 */
#ifndef K
#define K 2
#endif
#ifndef PRODUCERS
#define PRODUCERS 2
#endif
#ifndef MESSAGES
#define MESSAGES 2
#endif
#define LENGTH(i) (2 - (i) % 2)
#define CAPACITY 4
#define OLD_CONSUMER PRODUCERS
#define MOST 4 /* who can be killed, with three producers */
#define NOBODY MOST
#define me _pid

#define ZERO 0
#define CLAIM 1
#define MESSAGE 2
#define BODY 3
#define PADDING 4

typedef Unit {
  byte kind;
  byte length;
  byte whose /* an owner, or which message */
}

Unit ring[CAPACITY];
byte tail, tail_owner = NOBODY; /* one word */
byte head, taken;

/* The kernel's. */
byte kills;
bool marked[MOST];
bool runs[MOST] = true;

/* What only the model knows. */
byte committed; /* and not taken */
bool is_handled[PRODUCERS * MESSAGES];
byte lost; /* or being handled */
bool complete[PRODUCERS];

bool at_most_once, in_order, not_torn, owns_claim, skips_dead, within_ring, none_lost;
bool nobody_stalls;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

#define AT(position) ring[(position) % CAPACITY]

inline store(position, a_kind, a_length, an_owner) {
  d_step {
    AT(position).kind = a_kind;
    AT(position).length = a_length;
    AT(position).whose = an_owner
  }
}

inline clear(position) { store(position, ZERO, 0, 0) }

inline check_bounds() { check(within_ring, head <= tail && tail <= head + CAPACITY) }

#ifdef NO_PROOF
#define STOPPED(p) marked[p]
#else
#define STOPPED(p) (marked[p] && !runs[p])
#endif

#define OWNS(position) (AT(position).kind == CLAIM && AT(position).whose == me)

inline clear_next() {
#ifndef NEXT_NOT_CLEARED
  clear(position + LENGTH(sent))
#else
  skip
#endif
}

inline announce() {
  if
  :: clear_next(); store(position, CLAIM, LENGTH(sent), me)
  :: store(position, CLAIM, LENGTH(sent), me); clear_next()
  fi
}

inline write_body() {
  if
  :: atomic {
       LENGTH(sent) == 2 ->
       check(owns_claim, OWNS(position));
       store(position + 1, BODY, 0, me * MESSAGES + sent)
     }
  :: LENGTH(sent) == 1
  fi
}

active [PRODUCERS] proctype Producer() provided (runs[me]) {
  byte sent, position, dead = NOBODY;

  do
  :: sent < MESSAGES ->
claim:
     if
     :: atomic {
          tail_owner == NOBODY && tail + LENGTH(sent) < head + CAPACITY ->
          position = tail;
#ifdef TAIL_FIRST
          tail = tail + LENGTH(sent)
        };
        announce();
#else
          tail_owner = me
        };
        announce();
        atomic { tail = position + LENGTH(sent); tail_owner = NOBODY; check_bounds() };
#endif
        write_body();
        atomic {
          check(owns_claim, OWNS(position));
          store(position, MESSAGE, LENGTH(sent), me * MESSAGES + sent);
          committed++;
          sent++;
          position = 0
        }
     :: atomic { tail_owner < NOBODY && tail_owner != me && STOPPED(tail_owner) ->
          dead = tail_owner;
          position = tail
        };
#ifdef CLEARS_FIRST
        clear(position);
        atomic {
          if
          :: tail_owner == dead && tail == position -> tail_owner = NOBODY
          :: else
          fi
        };
#else
        atomic {
          if
          :: tail_owner == dead && tail == position -> tail_owner = me
          :: else -> dead = NOBODY; position = 0; goto claim
          fi
        };
        clear(position);
        tail_owner = NOBODY;
#endif
        atomic { dead = NOBODY; position = 0; goto claim }
     fi
  :: else -> break
  od;
  complete[me] = true
}

/* One step of the consumer; its position is head, which nobody else moves. */
inline handle(message) {
  atomic {
    check(at_most_once, !is_handled[message]);
    check(in_order, message % MESSAGES == MESSAGES - 1 || !is_handled[message + 1]);
    check(not_torn, AT(head).kind == MESSAGE && AT(head).whose == message
        && (length == 1 || AT(head + 1).kind == BODY && AT(head + 1).whose == message));
    is_handled[message] = true
  }
}

inline release() { atomic { head = head + length; length = 0; check_bounds() } }

inline intend() {
#ifndef NO_INTENT
  taken = head + length;
#endif
  skip
}

inline consume() {
  do
  :: atomic {
       AT(head).kind == MESSAGE ->
       length = AT(head).length;
       message = AT(head).whose;
       intend();
       committed--;
       lost++
     };
     atomic { handle(message); lost--; message = 0 };
     release()
  :: atomic { AT(head).kind == PADDING -> length = AT(head).length };
     release()
#ifdef IMPATIENT
  :: atomic { AT(head).kind == CLAIM -> dead = AT(head).whose; length = AT(head).length };
#else
  :: atomic { AT(head).kind == CLAIM && STOPPED(AT(head).whose) ->
       dead = AT(head).whose;
       length = AT(head).length
     };
#endif
     if
#ifdef IGNORES_TAIL
     :: true
#else
     :: tail > head
#endif
        -> atomic {
          if
#ifdef SKIPS_BLINDLY
          :: true ->
#else
          :: AT(head).kind == CLAIM && AT(head).whose == dead && AT(head).length == length ->
#endif
             check(skips_dead, marked[AT(head).whose]);
             store(head, PADDING, length, 0)
          :: else
          fi
        }
     :: tail <= head
     fi;
     atomic { dead = NOBODY; length = 0 }
  :: atomic { AT(head).kind == BODY -> check(not_torn, false) }
  od
}

active proctype OldConsumer() provided (runs[OLD_CONSUMER]) {
  byte length, message, dead = NOBODY;
  consume()
}

active proctype NewConsumer() {
  byte length, message, dead = NOBODY;
  STOPPED(OLD_CONSUMER);
  if
  :: atomic { taken > head -> head = taken; check_bounds() }
  :: else
  fi;
  consume()
}

#define DYING(p) (marked[p] && runs[p])

inline kill(p) {
  atomic { p <= OLD_CONSUMER && kills < K && !marked[p] -> kills++; marked[p] = true }
}

inline stop(p) { atomic { DYING(p) -> runs[p] = false } }

active proctype Kernel() {
  do
  :: kill(0)
  :: kill(1)
  :: kill(2)
  :: kill(3)
  :: stop(0)
  :: stop(1)
  :: stop(2)
  :: stop(3)
  :: !DYING(0) && !DYING(1) && !DYING(2) && !DYING(3) -> break
  od
}

active proctype Monitor() {
  byte p;

  timeout ->
  atomic {
    for (p : 0 .. PRODUCERS - 1) {
      check(nobody_stalls, complete[p] || marked[p])
    };
    check(none_lost, committed == 0 && lost <= marked[OLD_CONSUMER])
  }
}
