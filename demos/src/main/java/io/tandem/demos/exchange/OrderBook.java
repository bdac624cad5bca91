package io.tandem.demos.exchange;

import io.tandem.demos.exchange.Order.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The orders that wait for another: the best price is the first to trade, and of those at one
/// price the oldest.
final class OrderBook {
  private final NavigableMap<Integer, Deque<Order>> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Integer, Deque<Order>> asks = new TreeMap<>();

  /// Lets an order trade with those that wait, at their price; what is left of it waits, too.
  ///
  /// @return what it has traded, in this order
  List<Trade> match(Order order) {
    List<Trade> trades = new ArrayList<>();
    var others = order.side() == Side.BUY ? asks : bids;
    Order left = order;
    while (left.quantity() > 0 && !others.isEmpty() && left.accepts(others.firstKey())) {
      left = trade(left, others.firstEntry().getValue(), trades);
      if (others.firstEntry().getValue().isEmpty()) {
        others.pollFirstEntry();
      }
    }
    if (left.quantity() > 0) {
      var same = order.side() == Side.BUY ? bids : asks;
      same.computeIfAbsent(left.price(), _ -> new ArrayDeque<>()).addLast(left);
    }
    return trades;
  }

  /// @return what is left of the order
  private static Order trade(Order order, Deque<Order> waiting, List<Trade> trades) {
    Order oldest = waiting.removeFirst();
    int quantity = Math.min(order.quantity(), oldest.quantity());
    if (quantity < oldest.quantity()) {
      waiting.addFirst(oldest.less(quantity));
    }
    Order buyer = order.side() == Side.BUY ? order : oldest;
    Order seller = order.side() == Side.BUY ? oldest : order;
    trades.add(new Trade(buyer.id(), seller.id(), oldest.price(), quantity));
    return order.less(quantity);
  }
}
