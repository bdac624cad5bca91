package io.tandem.demos.exchange;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// Two orders have met. As a message:
///
/// ```text
/// offset  size  field
///      0     8  buyer
///      8     8  seller
///     16     4  price
///     20     4  quantity
/// ```
///
/// @param buyer the id of the order to buy
/// @param seller the id of the order to sell
/// @param price in cents
/// @param quantity in pieces: 1 or more
record Trade(long buyer, long seller, int price, int quantity) {
  static final int TYPE = 1;
  static final int BYTES = 24;

  static Trade read(DirectBuffer buffer, int at) {
    return new Trade(
        buffer.getLong(at), buffer.getLong(at + 8), buffer.getInt(at + 16), buffer.getInt(at + 20));
  }

  void write(MutableDirectBuffer buffer) {
    buffer.putLong(0, buyer);
    buffer.putLong(8, seller);
    buffer.putInt(16, price);
    buffer.putInt(20, quantity);
  }

  /// As the journal has it.
  String line() {
    return buyer + "," + seller + "," + price + "," + quantity + "\n";
  }
}
