package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import io.tandem.value.IntValue;
import io.tandem.value.SharedString;
import java.util.List;

/// A value that is changed by atomic steps, one that is changed under its lock, and a text.
final class ValueSubject implements Subject {
  static final List<String> TEXTS = List.of("", "a", "b".repeat(60), "\u00fc".repeat(31));
  static final int SWAPPED = 7;

  private static final int PAUSES = 50;

  private final IntValue atomic;
  private final IntValue guarded;
  private final SharedString text;

  ValueSubject(SharedScope scope, String name) {
    atomic = IntValue.open(scope, name, 0);
    guarded = IntValue.open(scope, name + "-guarded", 0);
    text = SharedString.open(scope, name + "-text", TEXTS.getLast().length() * 2);
  }

  /// What an update makes of a value.
  static int update(int value) {
    return value * 5 + 3 & 0xff;
  }

  @Override
  public Outcome perform(Step step) {
    return switch (step.name()) {
      case "getAndAdd" -> Outcome.of(NUMBER + atomic.getAndAdd(1));
      case "getAndUpdate" -> Outcome.of(NUMBER + atomic.getAndUpdate(ValueSubject::update));
      case "getAndSet" -> Outcome.of(NUMBER + atomic.getAndSet(SWAPPED));
      case "compareAndSet" -> Outcome.of(atomic.compareAndSet(SWAPPED, 0));
      case "addUnderLock" -> Outcome.of(NUMBER + addUnderLock());
      case "getText" -> Outcome.of(NUMBER + TEXTS.indexOf(text.get()));
      case "look" -> Outcome.of(NUMBER + guarded.get());
      default -> {
        text.set(TEXTS.get(textOf(step)));
        yield Outcome.of(DONE);
      }
    };
  }

  static int textOf(Step step) {
    return Integer.parseInt(step.name().substring("setText".length()));
  }

  private int addUnderLock() {
    guarded.getLock().lock();
    try {
      int before = guarded.getPlain();
      for (int i = 0; i < PAUSES; i++) {
        Thread.onSpinWait();
      }
      guarded.setPlain(before + 1);
      return before;
    } finally {
      guarded.getLock().unlock();
    }
  }

  @Override
  public void free() {
    atomic.free();
    guarded.free();
    text.free();
  }
}
