package io.tandem.tests.list;

import io.tandem.list.SharedList;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;

/// Reads a list, and counts in what its elements hold.
final class ListReader {
  private ListReader() {}

  /// @param arguments the scope
  public static void main(String[] arguments) {
    try (var scope = SharedScope.attach(arguments[0])) {
      for (Task task : SharedList.open(scope, "tasks", Task.class)) {
        task.done().getAndAdd(task.name().length());
        System.out.println("read %s %s %s".formatted(task.name(), task.priority(), task.limits()));
      }
    } catch (MemoryException.Incompatible e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
