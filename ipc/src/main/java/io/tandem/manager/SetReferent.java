package io.tandem.manager;

/// The elements of a [ManagedSet], where they are.
final class SetReferent<E> extends MapReferent<E, Boolean> implements SetService<E> {
  SetReferent(Elements kind) {
    super(kind);
  }

  @Override
  public String toString() {
    return keys().toString();
  }
}
