package io.tandem.demos.exchange;

import static io.tandem.demos.exchange.Order.Side.BUY;
import static io.tandem.demos.exchange.Order.Side.SELL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tandem.demos.exchange.Order.Side;
import io.tandem.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// The best price trades first, and at one price the oldest order.
class OrderBookTest {
  @Test
  void theBestPriceTradesFirstAndAtOnePriceTheOldest() {
    var book = new OrderBook();
    book.match(new Order(1, SELL, 102, 10));
    book.match(new Order(2, SELL, 101, 10));
    book.match(new Order(3, SELL, 101, 10));

    assertEquals(
        List.of(new Trade(4, 2, 101, 10), new Trade(4, 3, 101, 10), new Trade(4, 1, 102, 5)),
        book.match(new Order(4, BUY, 102, 25)));
  }

  @Test
  void whatIsLeftOfAnOrderKeepsItsPlace() {
    var book = new OrderBook();
    book.match(new Order(1, BUY, 100, 10));
    book.match(new Order(2, BUY, 100, 10));

    assertEquals(List.of(new Trade(1, 3, 100, 4)), book.match(new Order(3, SELL, 99, 4)));
    assertEquals(
        List.of(new Trade(1, 4, 100, 6), new Trade(2, 4, 100, 1)),
        book.match(new Order(4, SELL, 99, 7)));
  }

  @Test
  void pricesThatDoNotMeetWait() {
    var book = new OrderBook();
    assertEquals(List.of(), book.match(new Order(1, BUY, 100, 1)));
    assertEquals(List.of(), book.match(new Order(2, SELL, 101, 1)));
    assertEquals(List.of(new Trade(3, 2, 101, 1)), book.match(new Order(3, BUY, 105, 2)));
    assertEquals(List.of(new Trade(3, 4, 105, 1)), book.match(new Order(4, SELL, 90, 1)));
  }

  @Property(tries = 500)
  void tradesAsAListThatIsSearchedForEachPiece(@ForAll("orders") List<Order> orders) {
    var book = new OrderBook();
    var naive = new NaiveBook();
    for (Order order : orders) {
      assertEquals(naive.match(order), book.match(order));
    }
  }

  @Property(tries = 200)
  void messagesAreReadAsWritten(@ForAll Side side, @ForAll long id, @ForAll int n) {
    var buffer = new SegmentBuffer(MemorySegment.ofArray(new byte[Trade.BYTES]));
    var order = new Order(id, side, n, ~n);
    order.write(buffer);
    assertEquals(order, Order.read(side.type(), buffer, 0));
    assertNotEquals(0, side.type());

    var trade = new Trade(id, ~id, n, ~n);
    trade.write(buffer);
    assertEquals(trade, Trade.read(buffer, 0));
  }

  @Provide
  Arbitrary<List<Order>> orders() {
    Arbitrary<Order> order =
        Combinators.combine(
                Arbitraries.of(Side.class),
                Arbitraries.integers().between(95, 105),
                Arbitraries.integers().between(1, 10))
            .as((side, price, quantity) -> new Order(0, side, price, quantity));
    return order.list().ofMaxSize(60).map(OrderBookTest::numbered);
  }

  private static List<Order> numbered(List<Order> orders) {
    List<Order> numbered = new ArrayList<>();
    for (Order order : orders) {
      numbered.add(new Order(numbered.size(), order.side(), order.price(), order.quantity()));
    }
    return numbered;
  }

  /// One list of all that wait.
  private static final class NaiveBook {
    private final List<Order> waiting = new ArrayList<>();

    List<Trade> match(Order order) {
      List<Trade> trades = new ArrayList<>();
      Order left = order;
      for (var other = best(left); left.quantity() > 0 && other.isPresent(); other = best(left)) {
        Order rests = other.orElseThrow();
        int quantity = Math.min(left.quantity(), rests.quantity());
        boolean buys = order.side() == BUY;
        trades.add(
            new Trade(
                buys ? order.id() : rests.id(),
                buys ? rests.id() : order.id(),
                rests.price(),
                quantity));
        waiting.set(waiting.indexOf(rests), rests.less(quantity));
        waiting.removeIf(o -> o.quantity() == 0);
        left = left.less(quantity);
      }
      if (left.quantity() > 0) {
        waiting.add(left);
      }
      return trades;
    }

    private Optional<Order> best(Order order) {
      Comparator<Order> byPrice = Comparator.comparingInt(Order::price);
      return waiting.stream()
          .filter(other -> other.side() != order.side() && order.accepts(other.price()))
          .min((order.side() == BUY ? byPrice : byPrice.reversed()).thenComparing(Order::id));
    }
  }
}
