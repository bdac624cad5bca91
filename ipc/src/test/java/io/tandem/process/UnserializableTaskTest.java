package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a user reads who captured the wrong thing.
class UnserializableTaskTest {
  private static final String NAME = UnserializableTaskTest.class.getName();
  private static final String FAILED =
      "Cannot start process 'p': its task cannot be sent to another JVM. ";

  private final Thread worker = new Thread();

  @Test
  void aCapturedVariableIsNamed() {
    long wide = 1;
    Thread thread = worker;
    assertFails(
        "Of what the lambda captured, the variable thread is a java.lang.Thread, which is not"
            + " Serializable. Capture shared objects, records, strings and other serializable"
            + " values instead.",
        () -> System.out.println(wide + thread.getName()));
  }

  @Test
  void thePathInsideACapturedValueIsShown() {
    record Job(String title, Object[] parts) implements Serializable {}
    var jobs = new ArrayList<>(List.of(Map.of("key", new Job("t", new Object[] {1, worker}))));
    assertFails(
        "Of what the lambda captured, the variable jobs[0].get(key).parts[1] is a java.lang.Thread,"
            + " which is not Serializable. Capture shared objects, records, strings and other"
            + " serializable values instead.",
        () -> System.out.println(jobs));
  }

  @Test
  void aLambdaThatCapturedThisIsToldWhatToDo() {
    assertFails(
        "The lambda uses a field or method of %s, so it captured `this`, and this is a %s, which is"
                .formatted(NAME, NAME)
            + " not Serializable. Copy what it needs into a local variable first.",
        () -> System.out.println(worker));
  }

  @Test
  void aSerializableThisIsToldOfItsField() {
    assertFails(
        "The lambda uses a field or method of %s$Holder, so it captured `this`, and this.lock is a"
                .formatted(NAME)
            + " java.lang.Object, which is not Serializable. Copy what it needs into a local"
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
        "Of what the lambda captured, the receiver of the method reference ::start is a"
            + " java.lang.Thread, which is not Serializable. Capture shared objects, records,"
            + " strings and other serializable values instead.",
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
        "%s is an inner class, so it holds the object that made it, and this$0 is a %s, which is"
                .formatted(task.getClass().getName(), NAME)
            + " not Serializable. Use a lambda that captures local variables, a record, or a static"
            + " nested class.",
        task);
  }

  @Test
  void aRecordIsToldOfItsField() {
    record Job(Thread thread) implements Action {
      @Override
      public void run() {}
    }
    assertFails(
        "In a %s$2Job, thread is a java.lang.Thread, which is not Serializable. Give it shared"
                .formatted(NAME)
            + " objects, records, strings and other serializable values instead.",
        new Job(worker));
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
        FAILED + "serializing it failed with java.io.IOException: no",
        assertThrows(
                IllegalArgumentException.class,
                () -> SerializedTask.of("p", () -> System.out.println(stubborn)))
            .getMessage());
  }

  @SuppressWarnings("serial")
  private static final class StubbornForm implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new IOException("no");
    }
  }

  private static void assertFails(String reason, Action task) {
    var failure = assertThrows(IllegalArgumentException.class, () -> SerializedTask.of("p", task));
    assertEquals(FAILED + reason, failure.getMessage());
    assertInstanceOf(NotSerializableException.class, failure.getCause());
  }
}
