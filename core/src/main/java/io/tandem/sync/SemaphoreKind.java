package io.tandem.sync;

import io.tandem.memory.ObjectType;

/// What a semaphore does about returned permits and about the dead.
enum SemaphoreKind {
  PLAIN,
  BOUNDED,
  OWNED;

  private static final SemaphoreKind[] ALL = values();
  private static final ObjectType WITHOUT_OWNERS = new ObjectType("sema", 1);
  private static final ObjectType WITH_OWNERS = new ObjectType("sema-own", 1);

  ObjectType type() {
    return this == OWNED ? WITH_OWNERS : WITHOUT_OWNERS;
  }

  /// Whether it is the type of any kind.
  static boolean isType(String tag, int version) {
    return WITHOUT_OWNERS.is(tag, version) || WITH_OWNERS.is(tag, version);
  }

  long bytes() {
    return this == OWNED ? SemaphoreLayout.BYTES_WITH_OWNERS : SemaphoreLayout.BYTES_WITHOUT_OWNERS;
  }

  /// @return the kind of that number; of a number that is damaged, the simplest
  static SemaphoreKind of(int number) {
    return number > 0 && number < ALL.length ? ALL[number] : PLAIN;
  }

  @Override
  public String toString() {
    return switch (this) {
      case PLAIN -> "plain";
      case BOUNDED -> "bounded";
      case OWNED -> "owned";
    };
  }
}
