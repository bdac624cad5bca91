package io.tandem.tests;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Runs around all tests of a module: fails the build by name for every process and every file in
/// `/dev/shm` that they leave, and says what was skipped for want of a tool.
public final class RunListener implements LauncherSessionListener {
  private static final String MARK = "TANDEM_TESTS";
  private static final int LOOKS_FOR_FIVE_SECONDS = 50;

  private final Leftovers leftovers;

  /// Takes note of what is there before the first test.
  public RunListener() {
    String mark = Optional.ofNullable(System.getenv(MARK)).map(MARK.concat("=")::concat).orElse("");
    this(
        new Leftovers(
            new SharedFiles(Path.of("/dev/shm")), new RunProcesses(mark), LOOKS_FOR_FIVE_SECONDS));
  }

  RunListener(Leftovers leftovers) {
    this.leftovers = leftovers;
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    Tools.notices().forEach(System.out::println);
    List<String> left = left();
    if (!left.isEmpty()) {
      throw new AssertionError(
          "The tests left these behind:%n  %s%n"
                  .formatted(String.join(System.lineSeparator() + "  ", left))
              + "A test ends what it starts: use try-with-resources, or an @AfterEach method.");
    }
  }

  private List<String> left() {
    try {
      return leftovers.afterGrace();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of("unknown: the search was interrupted");
    }
  }
}
