/*
 * Messages of different lengths from one producer to one consumer, either of which may be killed at
 * any step and replaced: io.tandem.ring.OneToOneRing, on io.tandem.peer (proof of stopping).
 *
 * Modelled: a ring of 4 units, each a header or part of a body; the words head and taken. The
 * producer, at a position of its own, waits for room for the message and one header more, writes
 * the body and clears the header behind it, in any order, and commits by storing the message's
 * header. A successor, once the old producer has stopped, starts at head and goes on over each
 * header that is committed. The consumer loads the header at head. A message: stores taken = the
 * end of it, handles it, moves head. What was read stays as it is. After its death a new consumer
 * goes on at taken, if that is past head.
 *
 * Must hold:
 *   at_most_once   no message is handled twice
 *   in_order       messages are handled in the order they were sent
 *   not_torn       what is handled is all of one message, and no rest of one is taken for a header
 *   within_ring    head <= the producer's position <= head + capacity
 *   none_lost      every committed message is taken, and all but one for each dead consumer handled
 *   nobody_stalls  when nothing moves any more, the last producer has sent all
 *
 * -DK=n             up to n of the first producer, its successor and the first consumer are killed:
 *                   default 2
 *
 * Bugs to plant:
 * -DNO_PROOF          the dead are taken to have stopped
 * -DNEXT_NOT_CLEARED  the header behind a message is left as it is
 * -DCLEARS_LATE       it is cleared after the message is committed
 * -DCOMMITS_FIRST     the message is committed before its body is written
 * -DSTARTS_AT_HEAD    the successor does not go on over what is committed
 * -DNO_INTENT         the consumer does not store taken
 */
#ifndef K
#define K 2
#endif
#define PRODUCERS 3 /* the last one lives */
#define MESSAGES 4
#define LENGTH(i) (2 - (i + number) % 2) /* each producer would send it with another length */
#define CAPACITY 4
#define OLD_CONSUMER 2
#define MORTALS 3
#define ZERO 0
#define MESSAGE 1
#define BODY 2

typedef Unit {
  byte kind;
  byte length;
  byte message
}

Unit ring[CAPACITY];
byte head, taken;

/* The kernel's. */
byte kills;
bool marked[MORTALS];
bool runs[MORTALS] = true;

/* What only the model knows. */
byte next_sent, next_handled; /* messages are numbers */
byte committed; /* and not taken */
byte lost; /* or being handled */
bool complete;

bool at_most_once, in_order, not_torn, within_ring, none_lost, nobody_stalls;

inline check(invariant, condition) {
  d_step { invariant = (condition); assert(invariant); invariant = false }
}

#define AT(position) ring[(position) % CAPACITY]

inline store(position, a_kind, a_length, a_message) {
  d_step {
    AT(position).kind = a_kind;
    AT(position).length = a_length;
    AT(position).message = a_message
  }
}

inline clear(position) { store(position, ZERO, 0, 0) }

#ifdef NO_PROOF
#define STOPPED(p) marked[p]
#else
#define STOPPED(p) (marked[p] && !runs[p])
#endif

inline recover() {
  atomic { STOPPED(0) && (number == 1 || STOPPED(1)) -> position = head };
#ifndef STARTS_AT_HEAD
  do
  :: atomic { AT(position).kind == MESSAGE -> position = position + AT(position).length }
  :: AT(position).kind != MESSAGE -> break
  od
#else
  skip
#endif
}

inline clear_next() {
#ifndef NEXT_NOT_CLEARED
  clear(position + LENGTH(message))
#else
  skip
#endif
}

inline write_body() {
  if
  :: LENGTH(message) == 2 -> store(position + 1, BODY, 0, message)
  :: else
  fi
}

inline commit() {
  atomic {
    store(position, MESSAGE, LENGTH(message), message);
    next_sent++;
    committed++
  }
}

active [PRODUCERS] proctype Producer() provided (_pid == PRODUCERS - 1 || runs[_pid]) {
  byte number = _pid;
  byte position, message;

  if
  :: number > 0 -> recover()
  :: else
  fi;
  do
  :: atomic {
       next_sent < MESSAGES && position + LENGTH(next_sent) < head + CAPACITY ->
       check(within_ring, head <= position);
       message = next_sent
     };
#ifdef CLEARS_LATE
     write_body(); commit(); clear_next();
#else
#ifdef COMMITS_FIRST
     clear_next(); commit(); write_body();
#else
     if
     :: clear_next(); write_body()
     :: write_body(); clear_next()
     fi;
     commit();
#endif
#endif
     atomic { position = position + LENGTH(message); message = 0 }
  :: next_sent == MESSAGES -> break
  od;
  complete = true
}

inline handle(a_message) {
  atomic {
    check(not_torn, AT(head).kind == MESSAGE && AT(head).message == a_message
        && (length == 1 || AT(head + 1).kind == BODY && AT(head + 1).message == a_message));
    check(at_most_once, a_message >= next_handled);
    check(in_order, a_message == next_handled);
    next_handled++
  }
}

inline release() { atomic { head = head + length; length = 0 } }

inline consume() {
  do
  :: atomic {
       AT(head).kind == MESSAGE ->
       length = AT(head).length;
       message = AT(head).message;
#ifndef NO_INTENT
       taken = head + length;
#endif
       committed--;
       lost++
     };
     atomic { handle(message); lost--; message = 0 };
     release()
  :: atomic { AT(head).kind == BODY -> check(not_torn, false) }
  od
}

active proctype OldConsumer() provided (runs[OLD_CONSUMER]) {
  byte length, message;
  consume()
}

active proctype NewConsumer() {
  byte length, message;
  atomic { STOPPED(OLD_CONSUMER) -> next_handled = next_handled + lost };
  if
  :: taken > head -> head = taken
  :: else
  fi;
  consume()
}

#define DYING(p) (marked[p] && runs[p])

inline kill(p) { atomic { kills < K && !marked[p] -> kills++; marked[p] = true } }

inline stop(p) { atomic { DYING(p) -> runs[p] = false } }

active proctype Kernel() {
  do
  :: kill(0)
  :: atomic { STOPPED(0) && kills < K && !marked[1] -> kills++; marked[1] = true }
  :: kill(OLD_CONSUMER)
  :: stop(0)
  :: stop(1)
  :: stop(OLD_CONSUMER)
  :: !DYING(0) && !DYING(1) && !DYING(2) -> break
  od
}

active proctype Monitor() {
  timeout ->
  atomic {
    check(nobody_stalls, complete);
    check(none_lost, committed == 0 && lost <= marked[OLD_CONSUMER])
  }
}
