package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.io.EOFException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What happens at a pipe when one of two processes dies, at each of its accesses.
final class PipeStories {
  /// Short ones, an empty one, one in parts, and one that the ring does not hold.
  private static final int[] LENGTHS = {20, 0, 128, 300, 5, 3000, 129};

  private final PipeBug bug;

  PipeStories(PipeBug bug) {
    this.bug = bug;
  }

  /// @return how many deaths there were
  long all() {
    return senderDies()
        + senderIsInterruptedAndDies()
        + receiverDies()
        + holderDies()
        + holderDiesWhileOneTakes()
        + closerDies()
        + bothClose();
  }

  /// What was sent and what came of it.
  private static final class Ledger {
    private final List<byte[]> begun = new ArrayList<>();
    private final List<byte[]> received = new ArrayList<>();
    private int sent;

    void send(PipeEnd end, int length) throws Exception {
      var message = new byte[length];
      Arrays.fill(message, (byte) (begun.size() + 1));
      begun.add(message);
      end.sending().send(MemorySegment.ofArray(message));
      sent++;
    }

    /// @return whether all came that was there
    boolean receiveSome(PipeEnd end) throws Exception {
      for (byte[] message = end.receiving().bytes(10_000, 0);
          message != null;
          message = end.receiving().bytes(10_000, 0)) {
        receive(message);
      }
      return true;
    }

    void receive(byte[] message) {
      assertTrue(received.size() < begun.size(), "came unsent");
      assertArrayEquals(begun.get(received.size()), message, "is torn, or out of order");
      received.add(message);
    }

    /// Receives to the end.
    ///
    /// @return whether a message was cut off
    boolean receiveAll(PipeEnd end) throws Exception {
      boolean cutOff = false;
      while (true) {
        try {
          receive(end.receiving().bytes(10_000, EndWait.FOR_EVER));
          assertFalse(cutOff, "goes on behind what was cut off");
        } catch (ConnectionException.CutOff e) {
          assertFalse(cutOff, "is cut off twice");
          cutOff = true;
        } catch (EOFException e) {
          assertTrue(received.size() >= sent, "was sent and never came");
          return cutOff;
        }
      }
    }
  }

  private static void quietly(Steps.Code code) {
    assertTrue(Steps.unlimited().run(code));
  }

  // ---- the sender dies ----

  long senderDies() {
    return Kills.each(
        dies -> {
          var world = new PipeWorld(bug);
          PipeEnd in = world.end(true, world.maker);
          int sender = world.join();
          var ledger = new Ledger();
          quietly(in::take);
          world.duringSleeps(() -> quietly(() -> ledger.receiveSome(in)));
          if (!dies.run(() -> sendAll(world.end(false, sender, dies), ledger))) {
            world.kill(sender);
          }
          world.duringSleeps(() -> die(world, world.maker)); // if the end was still its own
          quietly(() -> endsWith(world, in, sender, ledger));
        });
  }

  private static void sendAll(PipeEnd out, Ledger ledger) throws Exception {
    out.arrive();
    out.take();
    for (int length : LENGTHS) {
      ledger.send(out, length);
    }
    assertFalse(out.close());
  }

  private static void die(PipeWorld world, int process) {
    if (!world.isDead(process)) {
      world.kill(process);
    }
  }

  private static void endsWith(PipeWorld world, PipeEnd in, int sender, Ledger ledger)
      throws Exception {
    boolean cutOff = ledger.receiveAll(in);
    if (cutOff) {
      assertTrue(world.isDead(sender));
      assertTrue(ledger.begun.get(ledger.received.size()).length > 128, "was short");
      world.requireProof(sender);
    } else if (!world.isDead(sender)) {
      assertEquals(ledger.begun.size(), ledger.received.size());
    }
    assertTrue(in.close(), "is the last");
  }

  /// The message that was given up is not received, dead or alive.
  long senderIsInterruptedAndDies() {
    return Kills.each(
        dies -> {
          var world = new PipeWorld(bug);
          int receiver = world.join();
          PipeEnd in = world.end(true, receiver);
          int sender = world.maker;
          var ledger = new Ledger();
          quietly(in::take);
          boolean ended =
              dies.run(
                  () -> {
                    PipeEnd out = world.end(false, sender, dies);
                    out.take();
                    ledger.send(out, 10);
                    world.interruptNext();
                    giveUp(out);
                    world.duringSleeps(() -> quietly(() -> ledger.receiveSome(in)));
                    ledger.send(out, 300);
                    ledger.send(out, 10);
                    out.close();
                  });
          if (!ended) {
            world.kill(sender);
          }
          world.duringSleeps(() -> {});
          quietly(() -> ledger.receiveAll(in));
          assertTrue(in.close(), "is the last");
        });
  }

  private static void giveUp(PipeEnd out) throws Exception {
    var lost = new byte[5000];
    Arrays.fill(lost, (byte) -1);
    try {
      out.sending().send(MemorySegment.ofArray(lost));
      throw new AssertionError("was sent");
    } catch (InterruptedException e) {
      // So nobody receives it.
    }
  }

  // ---- the receiver dies ----

  long receiverDies() {
    return Kills.each(
        dies -> {
          var world = new PipeWorld(bug);
          int receiver = world.join();
          var in = new PipeEnd[1];
          PipeEnd out = world.end(false, world.join());
          var ledger = new Ledger();
          Runnable receive =
              () -> {
                if (world.isDead(receiver)) {
                  die(world, world.maker); // if the end was still its own
                } else if (!dies.run(() -> useAndReceive(world, receiver, dies, in, ledger))) {
                  world.kill(receiver);
                }
              };
          receive.run();
          world.duringSleeps(receive);
          quietly(out::take);
          quietly(() -> sendUntilBroken(world, out, receiver, ledger));
          world.duringSleeps(() -> {});
          if (!world.isDead(receiver)) {
            quietly(out::close);
            if (dies.run(() -> assertFalse(ledger.receiveAll(in[0])))) {
              assertEquals(LENGTHS.length, ledger.received.size());
            }
          }
        });
  }

  private static void useAndReceive(
      PipeWorld world, int receiver, Steps dies, PipeEnd[] in, Ledger ledger) throws Exception {
    if (in[0] == null) {
      in[0] = world.end(true, receiver, dies);
      in[0].arrive();
      in[0].take();
    }
    ledger.receiveSome(in[0]);
  }

  private static void sendUntilBroken(PipeWorld world, PipeEnd out, int receiver, Ledger ledger)
      throws Exception {
    try {
      for (int length : LENGTHS) {
        ledger.send(out, length);
      }
      assertFalse(world.isDead(receiver), "sends to the dead");
    } catch (ConnectionException.BrokenPipe e) {
      assertTrue(world.isDead(receiver), "is alive");
      world.requireProof(world.isDead(world.maker) ? world.maker : receiver);
      assertThrows(ConnectionException.BrokenPipe.class, () -> ledger.send(out, 1));
      assertTrue(out.close(), "is the last");
    }
  }

  // ---- nobody uses the end ----

  long holderDies() {
    return Kills.each(
        dies -> {
          var world = new PipeWorld(bug);
          int looker = world.join();
          int traveller = world.join();
          PipeEnd in = world.end(true, looker);
          quietly(in::take);
          boolean ended =
              dies.run(
                  () -> {
                    PipeEnd out = world.end(false, traveller, dies);
                    out.arrive();
                    out.give();
                  });
          if (ended) {
            world.kill(world.maker);
            assertFalse(in.other().isGone(), "its holder lives");
          }
          world.kill(traveller);
          world.duringSleeps(() -> die(world, world.maker));
          quietly(() -> assertThrows(EOFException.class, () -> receive(in)));
          quietly(
              () ->
                  assertThrows(
                      ConnectionException.Closed.class, world.end(false, world.join())::take));
        });
  }

  private static byte[] receive(PipeEnd end) throws Exception {
    return end.receiving().bytes(10_000, EndWait.FOR_EVER);
  }

  /// Either the end is seen to be gone, or somebody has it: never both.
  long holderDiesWhileOneTakes() {
    return Kills.eachPause(
        step -> {
          var world = new PipeWorld(bug);
          PipeEnd in = world.end(true, world.join());
          quietly(in::take);
          var gone = new boolean[1];
          Steps taker =
              Steps.pausingBefore(
                  step,
                  () -> {
                    world.kill(world.maker);
                    gone[0] = in.other().isGone();
                  });
          var taken = new boolean[1];
          taker.run(() -> taken[0] = take(world.end(false, world.join(), taker)));
          assertEquals(taker.hasPaused() && gone[0], !taken[0]);
          assertEquals(!taken[0], in.other().isGone());
          return taker.hasPaused();
        });
  }

  private static boolean take(PipeEnd end) {
    try {
      end.take();
      return true;
    } catch (ConnectionException.Closed e) {
      return false;
    }
  }

  // ---- closing ----

  long closerDies() {
    return Kills.each(
        dies -> {
          var world = new PipeWorld(bug);
          PipeEnd in = world.end(true, world.maker);
          int closer = world.join();
          quietly(in::take);
          boolean ended =
              dies.run(
                  () -> {
                    PipeEnd out = world.end(false, closer, dies);
                    out.arrive();
                    out.take();
                    out.close();
                  });
          if (!ended) {
            world.kill(closer);
          }
          world.duringSleeps(() -> die(world, world.maker));
          quietly(() -> assertThrows(EOFException.class, () -> receive(in)));
          assertTrue(in.close(), "is the last");
          assertFalse(in.close(), "is freed twice");
        });
  }

  /// One frees the memory, and only one.
  long bothClose() {
    return Kills.eachPause(
        step -> {
          var world = new PipeWorld(bug);
          PipeEnd in = world.end(true, world.join());
          quietly(in::take);
          var first = new boolean[1];
          Steps closer = Steps.pausingBefore(step, () -> first[0] = in.close());
          PipeEnd out = world.end(false, world.maker, closer);
          var second = new boolean[1];
          closer.run(
              () -> {
                out.take();
                second[0] = out.close();
              });
          if (closer.hasPaused()) {
            assertTrue(
                first[0] != second[0], "is freed %s".formatted(first[0] ? "twice" : "never"));
          }
          return closer.hasPaused();
        });
  }
}
