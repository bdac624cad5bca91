package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordTable;

/// The sum of all counts that have come to the parent.
final class Total {
  private final Ledger ledger;
  private WordTable words = new WordTable();
  private TextTotals text = TextTotals.NONE;
  private int units;

  Total(Ledger ledger) {
    this.ledger = ledger;
  }

  void add(Counts counts) {
    counts.units().stream().forEach(ledger::deliver);
    if (units == 0) {
      words = counts.words();
    } else {
      words.merge(counts.words());
    }
    text = text.plus(counts.text());
    units += counts.units().cardinality();
  }

  boolean isComplete() {
    return units == ledger.size();
  }

  WordTable words() {
    return words;
  }

  TextTotals text() {
    return text;
  }
}
