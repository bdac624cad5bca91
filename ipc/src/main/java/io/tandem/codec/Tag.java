package io.tandem.codec;

/// The first byte of every value: its type. What follows it is in `docs/codec.md`.
final class Tag {
  static final int NULL = 0;
  static final int FALSE = 1;
  static final int TRUE = 2;
  static final int BYTE = 3;
  static final int SHORT = 4;
  static final int CHAR = 5;
  static final int INT = 6;
  static final int LONG = 7;
  static final int FLOAT = 8;
  static final int DOUBLE = 9;
  static final int TEXT = 10;
  static final int TEXT_16 = 11;
  static final int BYTES = 12;
  static final int BOOLEANS = 13;
  static final int SHORTS = 14;
  static final int CHARS = 15;
  static final int INTS = 16;
  static final int LONGS = 17;
  static final int FLOATS = 18;
  static final int DOUBLES = 19;
  static final int SEGMENT = 20;
  static final int ARRAY = 21;
  static final int RECORD = 22;
  static final int ENUM = 23;
  static final int LIST = 24;
  static final int SET = 25;
  static final int MAP = 26;
  static final int ARRAY_LIST = 27;
  static final int HASH_SET = 28;
  static final int LINKED_HASH_SET = 29;
  static final int TREE_SET = 30;
  static final int HASH_MAP = 31;
  static final int LINKED_HASH_MAP = 32;
  static final int TREE_MAP = 33;
  static final int OPTIONAL = 34;
  static final int PATH = 35;
  static final int BIG_INTEGER = 36;
  static final int BIG_DECIMAL = 37;
  static final int UUID = 38;
  static final int TIME = 39;
  static final int JAVA = 40;
  static final int SCOPE = 41;
  static final int BLOCK = 42;
  static final int HANDLE = 43;
  static final int LAMBDA = 44;
  static final int ENTRY = 45;
  static final int OPTIONAL_INT = 46;
  static final int OPTIONAL_LONG = 47;
  static final int OPTIONAL_DOUBLE = 48;

  private Tag() {}
}
