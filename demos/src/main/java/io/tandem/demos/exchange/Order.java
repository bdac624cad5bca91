package io.tandem.demos.exchange;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// Somebody wants to buy or to sell. As a message:
///
/// ```text
/// offset  size  field
///      0     8  id
///      8     4  price
///     12     4  quantity
/// ```
///
/// @param id counts orders, in the order in which they come
/// @param price the most to pay or the least to get, in cents
/// @param quantity in pieces: 1 or more
record Order(long id, Side side, int price, int quantity) {
  static final int BYTES = 16;

  /// Its number is the message's type.
  enum Side {
    BUY,
    SELL;

    int type() {
      return ordinal() + 1;
    }

    static Side of(int type) {
      return values()[type - 1];
    }
  }

  /// As somebody might send it: the same for the same id.
  static Order random(long id) {
    var random = new SplittableRandom(id);
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    return new Order(id, side, random.nextInt(9_900, 10_101), random.nextInt(1, 101));
  }

  static Order read(int type, DirectBuffer buffer, int at) {
    return new Order(
        buffer.getLong(at), Side.of(type), buffer.getInt(at + 8), buffer.getInt(at + 12));
  }

  void write(MutableDirectBuffer buffer) {
    buffer.putLong(0, id);
    buffer.putInt(8, price);
    buffer.putInt(12, quantity);
  }

  /// Whether it takes what is offered at a price.
  boolean accepts(int offered) {
    return side == Side.BUY ? offered <= price : offered >= price;
  }

  /// What is left of it after a trade.
  Order less(int traded) {
    return new Order(id, side, price, quantity - traded);
  }
}
