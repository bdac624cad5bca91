package io.tandem.tests.list;

/// An element that shows if it is torn.
///
/// @param worker who put it in
/// @param number how many that one had put in before
/// @param hash of the text
record Entry(int worker, int number, String text, int hash) {
  static Entry of(int worker, int number, int length) {
    String text = Character.toString('a' + number % 26).repeat(length);
    return new Entry(worker, number, text, text.hashCode());
  }

  boolean isWhole() {
    return text.hashCode() == hash;
  }
}
