package io.tandem.tests.list;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedScope;
import java.util.Comparator;
import java.util.List;
import java.util.Scanner;

/// Changes a list as lines say.
final class ListInterpreter {
  private ListInterpreter() {}

  /// @param arguments the scope
  public static void main(String[] arguments) {
    try (var scope = SharedScope.attach(arguments[0]);
        var lines = new Scanner(System.in)) {
      List<String> list = SharedList.open(scope, "list", String.class);
      System.out.println("said ready");
      while (lines.hasNextLine()) {
        System.out.println("said " + run(lines.nextLine(), list));
      }
    }
  }

  /// Does what one line says; the same for any list.
  ///
  /// @return what the list says
  static Object run(String line, List<String> list) {
    String[] words = line.split(" ", 3);
    int number = Integer.parseInt(words[1]);
    int place = list.isEmpty() ? 0 : number % list.size();
    String text = words[2];
    return switch (words[0]) {
      case "add" -> list.add(text);
      case "insert" -> {
        list.add(place, text);
        yield place;
      }
      case "remove" -> list.isEmpty() ? "empty" : list.remove(place);
      case "set" -> list.isEmpty() ? "empty" : list.set(place, text);
      case "many" -> list.addAll(place, List.of(text, text + "!", text + "?"));
      case "sort" -> {
        list.sort(Comparator.naturalOrder());
        yield list.size();
      }
      case "filter" -> list.removeIf(each -> Math.floorMod(each.hashCode(), 4) == number % 4);
      case "hash" -> list.hashCode();
      default -> throw new IllegalArgumentException(line);
    };
  }
}
