package io.tandem.peer;

import io.tandem.word.Words;

/// The same peers as another of them sees them.
///
/// @param all the peers
/// @param self who looks
public record SeenBy(Peers all, int self) implements Peers {
  @Override
  public boolean isDead(int owner) {
    return all.isDead(owner);
  }

  @Override
  public void awaitStopped(int owner) {
    all.awaitStopped(owner);
  }

  @Override
  public void onDeath(int owner, Runnable action) {
    all.onDeath(owner, action);
  }

  @Override
  public Words lifeWords() {
    return all.lifeWords();
  }

  @Override
  public long lifeOffset(int owner) {
    return all.lifeOffset(owner);
  }

  @Override
  public String describe(int owner) {
    return all.describe(owner);
  }

  @Override
  public int[] living() {
    return all.living();
  }

  @Override
  public long changesOffset() {
    return all.changesOffset();
  }

  @Override
  public boolean deathsWake() {
    return all.deathsWake();
  }
}
