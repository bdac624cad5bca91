package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A child for which there is no thread is ended, and nothing of it is left.
@Timeout(60)
class UnwatchedTest {
  /// Keeps the thread that has a value from making others.
  private static final InheritableThreadLocal<String> LAST_THREAD =
      new InheritableThreadLocal<>() {
        @Override
        protected @Nullable String childValue(@Nullable String parent) {
          if (parent != null) {
            throw new OutOfMemoryError(parent);
          }
          return null;
        }
      };

  private final Set<Long> before = pidsOfChildren();

  /// The first start of all needs further threads.
  @BeforeAll
  static void start() throws Exception {
    assertEquals(new ExitStatus.Exited(0), JvmProcess.start(() -> {}).join());
  }

  @AfterEach
  void allowThreads() {
    LAST_THREAD.remove();
  }

  @Test
  void withoutAThreadThatAwaitsItsEnd() {
    assertStartsNothing(JvmProcess.builder());
  }

  @Test
  void withoutAThreadThatReadsItsOutput() {
    assertStartsNothing(JvmProcess.builder().stdout(Redirect.PIPE));
  }

  private void assertStartsNothing(JvmProcessBuilder builder) {
    LAST_THREAD.set("no thread");

    var thrown =
        assertThrows(
            OutOfMemoryError.class, () -> builder.start(() -> Thread.currentThread().join()));

    assertTrue(
        Stream.of(thrown.getStackTrace()).anyMatch(at -> at.getMethodName().equals("watch")),
        "it came as far as the child's start");
    assertEquals(List.of(), JvmProcess.children());
    assertEquals(before, pidsOfChildren());
  }

  private static Set<Long> pidsOfChildren() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
