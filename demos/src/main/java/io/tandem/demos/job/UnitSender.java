package io.tandem.demos.job;

import io.tandem.demos.text.LineSink;
import io.tandem.demos.text.TextTotals;
import io.tandem.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;

/// Sends the lines of units to consumers, each unit to one of them.
///
/// The text of a unit is its lines, each followed by `\n`, cut into messages wherever one is full:
/// a message for each of a million short lines would cost more than counting their words. Parts of
/// a file end at the same lines whoever reads it, so that a part can be sent again alone: those
/// that this producer has not taken are passed over.
final class UnitSender implements LineSink {
  private static final int MOST_BYTES = 32 << 10;

  private final int producer;
  private final Ledger ledger;
  private final Outgoing outgoing;
  private final byte[] message;
  private final SegmentBuffer messageBuffer;
  private int length;

  private int unit;
  private int lastUnit; // of the file, if it comes in parts
  private long partBytes;
  private long room; // in the unit: the next one begins when it is used up
  private boolean sending;
  private boolean addressed; // whether its consumer is known
  private int consumer;

  UnitSender(int producer, Ledger ledger, Outgoing outgoing) {
    this.producer = producer;
    this.ledger = ledger;
    this.outgoing = outgoing;
    this.message = new byte[Math.min(MOST_BYTES, outgoing.maxMessageLength())];
    this.messageBuffer = new SegmentBuffer(MemorySegment.ofArray(message));
  }

  @Override
  public void line(byte[] text, int offset, int count) {
    if (sending) {
      if (length + count < message.length) {
        System.arraycopy(text, offset, message, length, count);
        length += count;
        message[length++] = '\n';
      } else {
        lineInPieces(text, offset, count);
      }
    }
    room -= count + 1L;
    if (room <= 0) {
      endPart(TextTotals.NONE);
      begin(unit + 1);
    }
  }

  private void lineInPieces(byte[] text, int offset, int count) {
    int end = offset + count;
    for (int at = offset; at < end; ) {
      sendIfFull();
      int piece = Math.min(message.length - length, end - at);
      System.arraycopy(text, at, message, length, piece);
      length += piece;
      at += piece;
    }
    sendIfFull();
    message[length++] = '\n';
  }

  private void sendIfFull() {
    if (length == message.length) {
      sendText();
    }
  }

  /// Begins with the first of some units: one, or the parts of one file.
  ///
  /// @param bytes how many each of the parts has, but the last
  void begin(int firstUnit, int parts, long bytes) {
    lastUnit = firstUnit + parts - 1;
    partBytes = bytes;
    begin(firstUnit);
  }

  private void begin(int next) {
    unit = next;
    room = unit == lastUnit ? Long.MAX_VALUE : partBytes;
    sending = ledger.isTaken(unit, producer);
    addressed = false;
    length = 0;
  }

  /// Ends the units, those included to which the file did not come.
  void end(TextTotals totals) {
    while (unit < lastUnit) {
      endPart(TextTotals.NONE);
      begin(unit + 1);
    }
    endPart(totals);
  }

  private void endPart(TextTotals totals) {
    if (sending && (length > 0 || !addressed)) {
      sendText(); // a unit without text needs a consumer too
    }
    if (sending) {
      new Commit(unit, totals).writeTo(messageBuffer, 0);
      outgoing.send(consumer, Outgoing.COMMIT, messageBuffer, CommitLayout.BYTES);
    }
  }

  private void sendText() {
    if (!addressed) {
      consumer = outgoing.sendToNext(messageBuffer, length);
      ledger.send(unit, producer, consumer);
      addressed = true;
    } else if (sending) { // or else its consumer has died
      sending = outgoing.send(consumer, Outgoing.TEXT, messageBuffer, length);
    }
    length = 0;
  }
}
