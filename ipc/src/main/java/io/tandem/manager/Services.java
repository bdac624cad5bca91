package io.tandem.manager;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The interfaces of the ready-made objects, and how a server makes one.
final class Services {
  /// By interface.
  static final Map<Class<?>, Maker> MAKERS =
      Map.ofEntries(
          Map.entry(ListService.class, given -> new ListReferent<>(kind(given))),
          Map.entry(ArrayService.class, given -> new ArrayReferent<>(kind(given), list(given))),
          Map.entry(MapService.class, given -> new MapReferent<>(kind(given))),
          Map.entry(SetService.class, given -> new SetReferent<>(kind(given))),
          Map.entry(QueueService.class, given -> new QueueReferent<>(number(given))),
          Map.entry(DequeService.class, given -> new QueueReferent<>(number(given))),
          Map.entry(JoinableQueueService.class, given -> new QueueReferent<>(number(given))),
          Map.entry(ValueService.class, given -> new ValueReferent<>(kind(given), given[1])),
          Map.entry(
              RecordService.class,
              given -> new RecordReferent<>(kind(given), argument(given, 1, Record.class))),
          Map.entry(LockService.class, _ -> new LockReferent()),
          Map.entry(
              SemaphoreService.class,
              given -> new SemaphoreReferent(number(given), argument(given, 1, Boolean.class))),
          Map.entry(EventService.class, _ -> new EventReferent()),
          Map.entry(BarrierService.class, given -> new BarrierReferent(number(given))),
          Map.entry(PoolService.class, given -> new PoolReferent(number(given))));

  /// Of objects that only methods of others return.
  static final Set<Class<?>> RETURNED = Set.of(ConditionService.class, ResultService.class);

  private Services() {}

  /// Makes an object on the server.
  interface Maker {
    /// @param arguments from the client, as many as it likes: to be checked
    Object make(Object[] arguments) throws Exception;
  }

  private static Elements kind(Object[] given) {
    return argument(given, 0, Elements.class);
  }

  private static int number(Object[] given) {
    return argument(given, 0, Integer.class);
  }

  private static List<?> list(Object[] given) {
    return argument(given, 1, List.class);
  }

  private static <T> T argument(Object[] given, int index, Class<T> type) {
    return type.cast(given[index]);
  }
}
