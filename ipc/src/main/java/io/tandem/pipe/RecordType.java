package io.tandem.pipe;

/// What the records of a pipe's rings are. A message that is longer than a record may be is its
/// length, then its parts. If a length or a whole message comes where a part belongs, the sender
/// has given the message before it up.
final class RecordType {
  static final int WHOLE = 1;
  static final int LENGTH = 2;
  static final int PART = 3;

  private RecordType() {}
}
