package io.tandem.tests.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.value.IntValue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lists that two JVMs have: changed in turn by a random program, and read with all they hold.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedListAcrossTest {
  private static final String INT_VALUE = IntValue.class.getName();
  private static final List<String> VERBS =
      List.of("add", "add", "insert", "remove", "set", "many", "sort", "filter", "hash");

  @Test
  void bothSeeWhatAnArrayListHas() throws Exception {
    var random = new Random(2);
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("across")) {
      List<String> list = SharedList.open(scope, "list", String.class);
      List<String> model = new ArrayList<>();
      try (var child = ChildJvm.start(ListInterpreter.class, scope.name())) {
        child.awaitLine("said ready");
        for (int step = 0; step < 600; step++) {
          String line = anyLine(random);
          String expected = "" + ListInterpreter.run(line, model);
          if (random.nextBoolean()) {
            child.say(line);
            assertEquals(expected, child.awaitLine("said "), line);
          } else {
            assertEquals(expected, "" + ListInterpreter.run(line, list), line);
          }
          assertEquals(model, list, line);
        }
      }
      scope.unlink();
    }
  }

  @Test
  void anotherProcessReadsRecordsAndTheHandlesInThem() throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("tasks")) {
      SharedList<Task> tasks = twoTasks(scope);
      try (var child = ChildJvm.start(ListReader.class, scope.name())) {
        assertEquals("one LOW []", child.awaitLine("read "));
        assertEquals("four HIGH [PT1S]", child.awaitLine("read "));
        child.awaitSuccess();
      }
      assertEquals(List.of(3, 4), tasks.stream().map(task -> task.done().get()).toList());
      scope.unlink();
    }
  }

  private static SharedList<Task> twoTasks(SharedScope scope) {
    SharedList<Task> tasks = SharedList.open(scope, "tasks", Task.class);
    tasks.add(new Task("one", Task.Priority.LOW, List.of(), IntValue.create(scope, 0)));
    List<Duration> limits = List.of(Duration.ofSeconds(1));
    tasks.add(new Task("four", Task.Priority.HIGH, limits, IntValue.create(scope, 0)));
    return tasks;
  }

  @Test
  void aProcessWithAnotherVersionOfTheRecordIsToldBoth(@TempDir Path folder) throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("versions")) {
      SharedList<Task> tasks = twoTasks(scope);
      List<String> command = ChildJvm.command(List.of(), ListReader.class, scope.name());
      int classPath = command.indexOf("-cp") + 1;
      command.set(classPath, otherTask(folder) + File.pathSeparator + command.get(classPath));
      try (var child = ChildJvm.start(command)) {
        String refused = child.awaitLine("refused ");
        String task = Task.class.getName();
        assertTrue(
            refused.contains("for elements %s(String name, %s done): ".formatted(task, INT_VALUE)),
            refused);
        assertTrue(
            refused.contains(
                "it is there for %s(String name, %1$s$Priority priority".formatted(task)),
            refused);
      }
      assertEquals(List.of(0, 0), tasks.stream().map(each -> each.done().get()).toList());
      scope.unlink();
    }
  }

  private static Path otherTask(Path folder) throws IOException {
    String source =
        "package io.tandem.tests.list; record Task(String name, %s done) {}".formatted(INT_VALUE);
    Path file = Files.writeString(folder.resolve("Task.java"), source);
    String[] options = {
      "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder + "", file + ""
    };
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, options));
    return folder;
  }

  private static String anyLine(Random random) {
    String verb = VERBS.get(random.nextInt(VERBS.size()));
    String text = "x".repeat(random.nextInt(30)) + random.nextInt(1000);
    return "%s %d %s".formatted(verb, random.nextInt(1000), text);
  }
}
