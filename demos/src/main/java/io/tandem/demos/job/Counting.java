package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordTable;
import java.util.BitSet;

/// What a consumer has counted and not yet sent to the parent. If it dies, that is counted again.
final class Counting {
  private final int consumer;
  private final Ledger ledger;
  private final TextConsumer counter;
  private BitSet units = new BitSet();
  private WordTable words = new WordTable();
  private TextTotals text = TextTotals.NONE;

  Counting(int consumer, Ledger ledger, TextConsumer counter) {
    this.consumer = consumer;
    this.ledger = ledger;
    this.counter = counter;
  }

  /// Whether a unit is to be counted here. If so, its words are to follow.
  boolean accept(Commit commit, int producer) {
    if (!ledger.count(commit.unit(), producer, consumer)) {
      return false;
    }
    units.set(commit.unit());
    text = text.plus(commit.text());
    return true;
  }

  void count(byte[] lines, int length) {
    counter.count(lines, 0, length, words);
  }

  /// Counts text of a unit that may yet turn out not to be counted here.
  void count(byte[] lines, int length, WordTable apart) {
    counter.count(lines, 0, length, apart);
  }

  void merge(WordTable apart) {
    words.merge(apart);
  }

  boolean isEmpty() {
    return units.isEmpty();
  }

  /// Returns all counts, and begins anew.
  Counts take() {
    var counts = new Counts(words, text, units);
    units = new BitSet();
    words = new WordTable();
    text = TextTotals.NONE;
    return counts;
  }
}
