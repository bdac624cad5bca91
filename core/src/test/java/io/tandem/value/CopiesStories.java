package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// What happens to those who share a pair, told for every access to shared memory before which it
/// can happen.
///
/// @param bug what is wrong: then one of the stories must fail
/// @param strict whether the record's constructor refuses what does not belong together
record CopiesStories(CopiesBug bug, boolean strict) {
  private static final Consumer<TwoCopies<Pair>> ADD_ONE =
      copies -> {
        Pair _ = copies.updateAndGet(old -> Pair.of(old.first() + 1));
      };

  /// All of them.
  ///
  /// @return how many deaths and pauses there were
  long tell() {
    long accesses = oneDies(write(2));
    return accesses
        + oneDies(ADD_ONE)
        + aReaderIsOvertaken(write(2))
        + aReaderIsOvertaken(write(2).andThen(write(3)))
        + aWriterIsPaused()
        + oneGoesOnAfterItsMark()
        + aReaderSeesADeath(accesses)
        + twoDie(write(2), write(3))
        + twoDie(ADD_ONE, write(3))
        + twoDie(write(2), TwoCopies::read)
        + threeDie();
  }

  private static Consumer<TwoCopies<Pair>> write(long number) {
    return copies -> copies.write(Pair.of(number));
  }

  private CopiesWorld world() {
    return new CopiesWorld(bug, strict);
  }

  /// @return how many accesses there are to die before
  private long oneDies(Consumer<TwoCopies<Pair>> code) {
    return Kills.each(
        victim -> {
          CopiesWorld world = world();
          world.run(victim, code);
          assertTrue(read(world) == 2 || victim.isDead() && read(world) == 1, "lost");
          survive(world);
        });
  }

  /// One after the other.
  private long twoDie(Consumer<TwoCopies<Pair>> one, Consumer<TwoCopies<Pair>> other) {
    return Kills.eachPair(
        (first, second) -> {
          CopiesWorld world = world();
          world.run(first, one);
          boolean written = world.memory.getLong(StructValueLayout.SEQUENCE_AT) > 0;
          world.run(second, other);
          long after = read(world);
          assertTrue(after >= 1 && after <= 3, () -> "never written: " + after);
          assertTrue(after > 1 || !written, "undone");
          survive(world);
        });
  }

  private long threeDie() {
    return Kills.eachPair(
        (second, third) -> {
          for (long step = 6; step < 16; step += 3) {
            CopiesWorld world = world();
            world.run(Steps.dyingBefore(step), write(2));
            world.run(second, write(3));
            world.run(third, TwoCopies::read);
            survive(world);
          }
        });
  }

  /// Before each of its accesses, by another one that writes.
  private long aReaderIsOvertaken(Consumer<TwoCopies<Pair>> code) {
    return Kills.eachPause(
        step -> {
          CopiesWorld world = world();
          var reader = Steps.pausingBefore(step, () -> world.run(Steps.unlimited(), code));
          world.run(reader, copies -> requireWhole(copies.read()));
          survive(world);
          return reader.hasPaused();
        });
  }

  /// Before each of its accesses, at each of those of one that writes.
  private long aReaderSeesADeath(long accesses) {
    return LongStream.rangeClosed(1, accesses)
        .map(
            death ->
                Kills.eachPause(
                    step -> {
                      CopiesWorld world = world();
                      Steps writer = Steps.dyingBefore(death);
                      var reader = Steps.pausingBefore(step, () -> world.run(writer, write(2)));
                      world.run(reader, copies -> requireWhole(copies.read()));
                      survive(world);
                      return reader.hasPaused();
                    }))
        .sum();
  }

  /// It lives, and a reader does not wait for it.
  private long aWriterIsPaused() {
    return Kills.eachPause(
        step -> {
          CopiesWorld world = world();
          var writer = Steps.pausingBefore(step, () -> read(world));
          world.run(writer, write(2));
          assertEquals(2, read(world), "undone");
          return writer.hasPaused();
        });
  }

  /// The kernel has marked it as dead, but a thread of it goes on for as long as nobody waits for
  /// it to stop.
  private long oneGoesOnAfterItsMark() {
    return Kills.eachPause(
        step -> {
          CopiesWorld world = world();
          int owner = world.peers.join();
          var hadTheLock = new boolean[1];
          var marked =
              Steps.pausingBefore(
                  step,
                  () -> {
                    hadTheLock[0] = world.memory.getInt(0) == owner;
                    world.peers.kill(owner);
                    survive(world);
                  });
          world.run(owner, marked, write(2));
          long last = read(world);
          assertTrue(last == 9 || !hadTheLock[0], () -> "undone by " + last);
          return marked.hasPaused();
        });
  }

  private static long read(CopiesWorld world) {
    Pair read = world.survivor().read();
    requireWhole(read);
    return read.first();
  }

  /// One that nothing happens to reads and writes, and others see it in place.
  private static void survive(CopiesWorld world) {
    long read = read(world);
    assertEquals(Pair.of(read), world.place(), "torn in place");
    world.survivor().write(Pair.of(9));
    assertEquals(9, read(world), "lost");
    assertEquals(Pair.of(9), world.place(), "torn in place");
  }

  private static void requireWhole(Pair read) {
    assertTrue(read.isWhole(), () -> "torn: " + read);
  }
}
