package io.tandem.tests.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two JVMs that change one list in turn, by a random program.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedListAcrossTest {
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

  private static String anyLine(Random random) {
    String verb = VERBS.get(random.nextInt(VERBS.size()));
    String text = "x".repeat(random.nextInt(30)) + random.nextInt(1000);
    return "%s %d %s".formatted(verb, random.nextInt(1000), text);
  }
}
