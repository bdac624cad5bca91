package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a task may bring along, and what a user reads who captured the wrong thing.
class EncodedTaskTest {
  private static final String NAME = EncodedTaskTest.class.getName();
  private static final String FAILED =
      "Cannot start process 'p': its task cannot be sent to another JVM, for ";
  private static final String ADVICE =
      " Send values, records of them, or shared objects; see DataCodec for the list.";

  private final Thread worker = new Thread();

  private static List<Object> ran = List.of();

  @Test
  void aTaskRunsWithWhatItCaptured() throws Exception {
    int number = 7;
    var map = Map.of("k", new int[][] {{1}, {2, 3}});
    Optional<String> text = Optional.of("x");

    Action task = () -> ran = List.of(number, map.get("k")[1][1], int.class, text.get());
    decoded(EncodedTask.of("p", task).bytes()).run();

    assertEquals(List.of(7, 3, int.class, "x"), ran);
  }

  private static final class Marked implements Serializable {
    private static final long serialVersionUID = 1;

    final byte[] bytes = new byte[1234];
  }

  @Test
  void anArrayLargerThanTheTaskIsRefused() {
    var marked = new Marked();
    byte[] task = EncodedTask.of("p", () -> ran = List.of(marked)).bytes();
    patchInt(task, 1234, Integer.MAX_VALUE - 8);

    assertThrows(CodecException.Refused.class, () -> decoded(task));
  }

  private static Action decoded(byte[] task) {
    return (Action) Codec.data().decode(MemorySegment.ofArray(task));
  }

  private static void patchInt(byte[] bytes, int from, int to) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int i = 0; i + Integer.BYTES <= bytes.length; i++) {
      if (buffer.getInt(i) == from) {
        buffer.putInt(i, to);
        return;
      }
    }
    throw new AssertionError("There is no int " + from);
  }

  @Test
  void theClassesOfAllItsPartsAreNoted() {
    record Part(Thread.State state) {}
    record Job(Part[] parts) implements Action {
      @Override
      public void run() {}
    }
    Set<Class<?>> classes = EncodedTask.of("p", new Job(new Part[] {new Part(null)})).classes();
    assertEquals(Set.of(Job.class, Part.class), classes);
  }

  @Test
  void aCapturedVariableIsNamed() {
    long wide = 1;
    Thread thread = worker;
    assertFails(
        "of what the lambda captured, the variable thread is a java.lang.Thread, which cannot"
            + " cross."
            + ADVICE,
        () -> System.out.println(wide + thread.getName()));
  }

  @Test
  void thePathInsideACapturedValueIsShown() {
    record Job(String title, Object[] parts) implements Serializable {}
    var jobs = new ArrayList<>(List.of(Map.of("key", new Job("t", new Object[] {1, worker}))));
    assertFails(
        "of what the lambda captured, the variable jobs[0].get(key).parts[1] is a java.lang.Thread,"
            + " which cannot cross."
            + ADVICE,
        () -> System.out.println(jobs));
  }

  @Test
  void aLambdaThatCapturedThisIsToldWhatToDo() {
    assertFails(
        "the lambda uses a field or method of %s, so it captured `this`, and this is a %s, which"
                .formatted(NAME, NAME)
            + " cannot cross. Copy what it needs into a local variable first.",
        () -> System.out.println(worker));
  }

  @Test
  void aSerializableThisIsToldOfItsField() {
    assertFails(
        "the lambda uses a field or method of %s$Holder, so it captured `this`, and this.lock is a"
                .formatted(NAME)
            + " java.lang.Object, which cannot cross. Copy what it needs into a local"
            + " variable first.",
        new Holder().task());
  }

  @SuppressWarnings("serial")
  private static final class Holder implements Serializable {
    private final Object lock = new Object();

    Action task() {
      return () -> System.out.println(lock);
    }
  }

  @Test
  void aMethodReferenceIsToldOfItsReceiver() {
    assertFails(
        "of what the lambda captured, the receiver of the method reference ::start is a"
            + " java.lang.Thread, which cannot cross."
            + ADVICE,
        worker::start);
  }

  @Test
  @SuppressWarnings("serial")
  void anAnonymousClassIsToldOfTheObjectAroundIt() {
    Action task =
        new Action() {
          @Override
          public void run() {
            System.out.println(worker);
          }
        };
    assertFails(
        "%s is an inner class, so it holds the object that made it, and this$0 is a %s, which"
                .formatted(task.getClass().getName(), NAME)
            + " cannot cross. Use a lambda that captures local variables, a record, or a static"
            + " nested class.",
        task);
  }

  @Test
  void aRecordIsToldOfItsField() {
    record Job(Thread thread) implements Action {
      @Override
      public void run() {}
    }
    assertFails("Job.thread is a java.lang.Thread, which cannot cross." + ADVICE, new Job(worker));
  }

  @Test
  void aFailureOfTheClassItselfIsPassedOn() {
    record Stubborn() implements Serializable {
      private Object writeReplace() {
        return new StubbornForm();
      }
    }
    var stubborn = new Stubborn();
    assertEquals(
        FAILED
            + "of what the lambda captured, the variable stubborn is a %s$1Stubborn, which Java"
                .formatted(NAME)
            + " serialization refuses: java.io.IOException: no."
            + ADVICE,
        assertThrows(
                IllegalArgumentException.class,
                () -> EncodedTask.of("p", () -> System.out.println(stubborn)))
            .getMessage());
  }

  @SuppressWarnings("serial")
  private static final class StubbornForm implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new IOException("no");
    }
  }

  private static void assertFails(String reason, Action task) {
    var failure = assertThrows(IllegalArgumentException.class, () -> EncodedTask.of("p", task));
    assertEquals(FAILED + reason, failure.getMessage());
    assertInstanceOf(CodecException.Unencodable.class, failure.getCause());
  }
}
