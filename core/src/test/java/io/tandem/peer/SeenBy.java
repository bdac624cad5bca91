package io.tandem.peer;

import io.tandem.word.Words;

/// The same peers as another of them sees them.
///
/// Not final: a test plants a bug by overriding a method.
public class SeenBy implements Peers {
  private final Peers all;
  private final int self;

  /// @param all the peers
  /// @param self who looks
  public SeenBy(Peers all, int self) {
    this.all = all;
    this.self = self;
  }

  @Override
  public int self() {
    return self;
  }

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
  public boolean deathsWake(int[] owners) {
    return all.deathsWake(owners);
  }
}
