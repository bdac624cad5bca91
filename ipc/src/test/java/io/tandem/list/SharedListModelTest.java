package io.tandem.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Any program of changes, by two handles in turn, leaves what it leaves of an [ArrayList].
class SharedListModelTest {
  /// One change; numbers are places, modulo what there is.
  record Step(int kind, int one, int other, @Nullable String text) {
    /// @return what the change says
    @Nullable Object on(List<@Nullable String> list) {
      int size = list.size();
      int at = one % (size + 1);
      int from = Math.min(at, other % (size + 1));
      int to = Math.max(at, other % (size + 1));
      return switch (kind) {
        case 0, 1 -> list.add(text);
        case 2 -> {
          list.add(at, text);
          yield at;
        }
        case 3 -> size == 0 ? "empty" : list.remove(one % size);
        case 4 -> size == 0 ? "empty" : list.set(one % size, text);
        case 5 -> list.remove(text);
        case 6 -> list.addAll(at, many());
        case 7 -> list.addAll(many());
        case 8 -> list.removeIf(each -> each == null || each.hashCode() % 3 == one % 3);
        case 9 -> {
          list.subList(from, to).clear();
          yield from;
        }
        case 10 -> {
          list.sort(Comparator.nullsFirst(Comparator.naturalOrder()));
          yield 0;
        }
        case 11 -> {
          list.replaceAll(each -> each == null ? text : each.length() > 100 ? "" : each + each);
          yield 0;
        }
        case 12 -> iterate(list.listIterator(at));
        case 13 -> list.retainAll(List.of(list.stream().limit(one).toArray()));
        case 14 -> list.indexOf(text) + 1000 * list.lastIndexOf(text);
        default -> {
          if (one % 4 == 0) {
            list.clear();
          }
          yield list.subList(0, from % (list.size() + 1)).hashCode();
        }
      };
    }

    private List<@Nullable String> many() {
      List<@Nullable String> many = new ArrayList<>();
      for (int i = 0; i < other % 20; i++) {
        many.add(text == null ? null : text + i);
      }
      return many;
    }

    private Object iterate(ListIterator<@Nullable String> iterator) {
      var seen = new StringBuilder();
      for (int i = 0; i < other % 7; i++) {
        if (i % 2 == 0 && iterator.hasNext()) {
          seen.append(iterator.next());
          iterator.set(text);
        } else if (iterator.hasPrevious()) {
          seen.append(iterator.previous()).append(iterator.nextIndex());
          iterator.remove();
        } else {
          iterator.add(text);
        }
      }
      return seen.toString();
    }
  }

  @Property(tries = 400)
  void itIsAsAnArrayListIs(@ForAll("steps") @Size(max = 60) List<Step> program) {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("model")) {
      List<List<@Nullable String>> handles =
          List.of(
              SharedList.open(scope, "list", String.class),
              SharedList.open(scope, "list", String.class));
      List<@Nullable String> model = new ArrayList<>();
      for (Step step : program) {
        List<@Nullable String> list = handles.get(step.other() % 2);
        if (step.kind() == 13 && model.contains(null)) {
          continue;
        }
        assertEquals(step.on(model), step.on(list), step::toString);
        for (List<@Nullable String> handle : handles) {
          assertEquals(model, handle, step::toString);
          assertEquals(model.size(), handle.size());
          assertEquals(model.hashCode(), handle.hashCode());
        }
      }
      assertThrows(IndexOutOfBoundsException.class, () -> handles.get(0).get(model.size()));
      scope.unlink();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 15),
            Arbitraries.integers().between(0, 50),
            Arbitraries.integers().between(0, 50),
            texts().injectNull(0.1))
        .as(Step::new)
        .list();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(6).alpha(),
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.of("a", "b", "the same long text"));
  }
}
