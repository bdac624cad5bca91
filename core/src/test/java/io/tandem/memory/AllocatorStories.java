package io.tandem.memory;

import io.tandem.memory.AllocatorWorld.Member;
import io.tandem.memory.AllocatorWorld.Operation;
import io.tandem.peer.FakePeers;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.lang.foreign.MemorySegment;

/// What happens to those who make, find and free objects, told for every access to shared memory
/// before which it can happen.
///
/// @param bug what is wrong: then one of the stories must fail
record AllocatorStories(AllocatorBug bug, MemorySegment memory) {
  private static final long LARGE = 5_000; // more than the first segment has left

  AllocatorStories(AllocatorBug bug) {
    this(bug, AllocatorWorld.allocateMemory());
  }

  /// What a process may be doing when it dies.
  enum Single {
    ALLOCATE_FRESH(member -> member.allocate(400)),
    ALLOCATE_REUSED(member -> member.allocate(100)),
    ALLOCATE_GROWN(member -> member.allocate(LARGE)),
    CREATE_FRESH(
        member -> {
          member.create("taken");
          member.create("taken-too");
          member.create("made");
        }),
    CREATE_REUSED(member -> member.create("made")),
    CREATE_IN_CHAIN(member -> member.create("BBBB")),
    OPEN(member -> member.open("other")),
    OPEN_WHAT_IS_NOT_THERE(member -> member.open("nothing")),
    FREE_FIRST_OF_CHAIN(member -> member.free("BBAa")),
    FREE_MIDDLE_OF_CHAIN(member -> member.free("AaBB")),
    FREE_LAST_OF_CHAIN(member -> member.free("AaAa")),
    FREE_UNNAMED(Member::freeOwned);

    private final Operation operation;

    Single(Operation operation) {
      this.operation = operation;
    }
  }

  private AllocatorWorld world() {
    return new AllocatorWorld(memory, new FakePeers(), bug);
  }

  /// @return how many accesses there are to die before
  long oneDies(Single what) {
    return Kills.each(
        victim -> {
          AllocatorWorld world = world();
          world.run(victim, what.operation);
          world.survive();
        });
  }

  /// Two processes, one after the other, each with three operations.
  ///
  /// @return how many pairs of accesses
  long twoDie() {
    return Kills.eachPair(
        (first, second) -> {
          AllocatorWorld world = world();
          world.run(
              first,
              member -> member.create("made"),
              member -> member.free("AaBB"),
              member -> member.allocate(LARGE));
          world.run(
              second,
              member -> member.create("made"),
              member -> member.free("BBAa"),
              member -> member.allocate(100));
          world.survive();
        });
  }

  /// The second one may die while it cleans up after the first.
  void oneDiesAndThenWhoeverComesNext(Single what) {
    Kills.eachPair(
        (first, second) -> {
          AllocatorWorld world = world();
          world.run(first, what.operation);
          world.run(second, member -> member.open("other"));
          world.survive();
        });
  }

  /// Nobody does.
  void nobodyDies() {
    for (Single each : Single.values()) {
      AllocatorWorld world = world();
      world.run(Steps.unlimited(), each.operation);
      world.survive();
    }
  }
}
