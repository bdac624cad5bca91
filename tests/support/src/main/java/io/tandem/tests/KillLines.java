package io.tandem.tests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// At which of the lines a process passes it is killed: at the first, at the last, and at a few
/// between them, other ones each time. In the long run at all.
public final class KillLines {
  private static final boolean ALL = Boolean.getBoolean("tandem.kill.lines");
  private static final int BETWEEN = 3;

  private KillLines() {}

  /// @return some of the lines, in their order
  public static List<Line> of(List<Line> lines) {
    if (ALL || lines.size() <= BETWEEN + 2) {
      return lines;
    }
    List<Line> between = new ArrayList<>(lines.subList(1, lines.size() - 1));
    Collections.shuffle(between);
    Set<Line> some = Set.copyOf(between.subList(0, BETWEEN));
    return lines.stream()
        .filter(line -> some.contains(line) || line == lines.getFirst() || line == lines.getLast())
        .toList();
  }

  /// Whether all came out that can, as far as that can be told from some lines.
  public static <T> boolean cameOut(Set<T> possible, Set<T> outcomes) {
    return ALL ? outcomes.equals(possible) : possible.containsAll(outcomes);
  }
}
