/*
 * Messages of different lengths from one producer to one consumer, either of which may be killed at
 * any step and replaced: io.tandem.ring.OneToOneRing, on io.tandem.peer (proof of stopping).
 *
 * Modelled: a ring of 3 units, each a header or part of a body; the words tail, head and taken.
 * The producer, at a position of its own, waits for room, writes the body, commits by storing the
 * header, and then stores the position as tail, which is for its successor only. The successor,
 * once the old producer has stopped, starts at tail and goes on over each header that is
 * committed, at most to head + capacity as loaded before; at one that is zero it loads taken and
 * goes on there if that is farther, for the consumer may have taken and zeroed what the dead
 * committed but had not counted. Then it zeroes the free rest, up to head + capacity, where the
 * dead may have left part of a body. The consumer loads the header at head. A message: stores
 * taken = the end of it, handles it, zeroes it in any order, moves head. After its death a new
 * consumer zeroes what is from head to taken, and goes on there.
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
 * -DNO_PROOF        the dead are taken to have stopped
 * -DTAIL_FIRST      the tail moves before the message is committed
 * -DGOES_ROUND      the successor goes on over what is committed without a limit: in a full ring it
 *                   comes to the message at head again
 * -DSTARTS_AT_TAIL  the successor does not go on over what is committed
 * -DIGNORES_TAKEN   the successor takes a zero header for free without a look at taken
 * -DLEAVES_REST     the successor does not zero the rest
 * -DNO_INTENT       the consumer does not store taken
 */
#ifndef K
#define K 2
#endif
#define PRODUCERS 3 /* the last one lives */
#define MESSAGES 4
#define LENGTH(i) (2 - (i + number) % 2) /* each producer would send it with another length */
#define CAPACITY 3
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
byte tail, head, taken;

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

#ifdef GOES_ROUND
#define ROOM_AT(position) true
#else
#define ROOM_AT(position) (position < end)
#endif

inline recover() {
  atomic { STOPPED(0) && (number == 1 || STOPPED(1)) -> position = tail };
  end = head + CAPACITY;
#ifndef STARTS_AT_TAIL
  do
  :: atomic {
       ROOM_AT(position) && AT(position).kind == MESSAGE ->
       position = position + AT(position).length
     }
  :: !ROOM_AT(position) -> break
  :: ROOM_AT(position) && AT(position).kind != MESSAGE ->
#ifdef IGNORES_TAKEN
     break
#else
     if
     :: atomic { taken > position -> position = taken }
     :: taken <= position -> break
     fi
#endif
  od;
#endif
#ifndef LEAVES_REST
  atomic { /* in how many steps makes no difference: nobody else is there */
    for (i : position .. end - 1) { clear(i) };
    i = 0
  };
#endif
  atomic { tail = position; end = 0 }
}

active [PRODUCERS] proctype Producer() provided (_pid == PRODUCERS - 1 || runs[_pid]) {
  byte number = _pid;
  byte position, message, end, i;

  if
  :: number > 0 -> recover()
  :: else
  fi;
  do
  :: atomic {
       next_sent < MESSAGES && position + LENGTH(next_sent) <= head + CAPACITY ->
       check(within_ring, head <= position);
       message = next_sent
     };
#ifdef TAIL_FIRST
     tail = position + LENGTH(message);
#endif
     if
     :: LENGTH(message) == 2 -> store(position + 1, BODY, 0, message)
     :: else
     fi;
     atomic {
       store(position, MESSAGE, LENGTH(message), message);
       next_sent++;
       committed++;
       position = position + LENGTH(message);
       message = 0
     };
#ifndef TAIL_FIRST
     tail = position
#endif
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

inline zero() {
  if
  :: length == 1 -> clear(head)
  :: length == 2 -> clear(head); clear(head + 1)
  :: length == 2 -> clear(head + 1); clear(head)
  fi;
  atomic { head = head + length; length = 0 }
}

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
     zero()
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
  :: taken > head -> length = taken - head; zero()
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
