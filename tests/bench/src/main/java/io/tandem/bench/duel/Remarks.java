package io.tandem.bench.duel;

import io.tandem.bench.duel.Duel.Aside;
import io.tandem.demos.bench.Result.Extra;
import io.tandem.demos.bench.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is told of all pairs of all rounds beside their figures.
final class Remarks {
  private final @Nullable String note;
  private final List<Double> allocated = new ArrayList<>();
  private final Map<Aside, List<Double>> asides = new LinkedHashMap<>();

  /// @param note that needs no figures, or null
  Remarks(@Nullable String note) {
    this.note = note;
  }

  /// Takes what a duel tells of its last pair.
  void take(Duel duel) throws Exception {
    Double bytes = duel.allocated();
    if (bytes != null) {
      allocated.add(bytes);
    }
    for (var each : duel.asides().entrySet()) {
      asides.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(each.getValue().take());
    }
  }

  Extra extra() {
    return new Extra(
        allocated.isEmpty() ? null : Spread.of(allocated, 0.5).value(),
        asides.isEmpty() ? note : note == null ? figures() : note + "; " + figures());
  }

  private String figures() {
    return asides.entrySet().stream()
        .map(each -> each.getKey().name() + " " + text(each.getKey().unit(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(String unit, List<Double> figures) {
    return Spread.of(figures, 0.5).text(unit);
  }
}
