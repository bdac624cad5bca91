package io.tandem.tests.style;

import static io.tandem.tests.style.Findings.assertNone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What documents name is there: methods, what users may call, tests and demos.
class NamesInDocsTest {
  private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w+)`");
  private static final Pattern TYPE_OR_MEMBER = Pattern.compile("`([A-Z]\\w+(?:\\.\\w+)?)[^`]*`");
  private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");
  private static final Pattern DEMO = Pattern.compile("\\[`([a-z-]+`]\\(\\.\\./demos/[^)]+)\\)");

  /// What Python's documentation names, by module and class.
  private static final String OF_PYTHON =
      """
      Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event
      JoinableQueue Lock Manager Pipe Pool Process ProcessError Queue RLock RawArray RawValue
      Semaphore SimpleQueue TimeoutError Value active_children allow_connection_pickling cpu_count
      current_process freeze_support get_all_start_methods get_context get_logger get_start_method
      log_to_stderr parent_process reducer set_executable set_forkserver_preload set_start_method
      fork spawn forkserver dummy ThreadPool resource_tracker
      authkey close daemon exitcode ident is_alive join kill name pid run sentinel start terminate
      interrupt
      acquire release locked get_value notify notify_all wait wait_for clear is_set set abort broken
      n_waiting parties reset BrokenBarrierError
      copy synchronized get_lock get_obj value raw
      SharedMemory ShareableList SharedMemoryManager buf size unlink count format index shm
      Client Listener accept address last_accepted answer_challenge deliver_challenge closed fileno
      poll readable writable recv recv_bytes recv_bytes_into send send_bytes
      cancel_join_thread empty full get get_nowait join_thread put put_nowait qsize task_done Full
      Empty
      apply apply_async map map_async imap imap_unordered starmap starmap_async ready successful
      callback error_callback MaybeEncodingError
      BaseManager SyncManager BaseProxy Namespace RemoteError connect get_server serve_forever
      shutdown register _callmethod _getvalue list dict
      FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED CancelledError BrokenExecutor BrokenProcessPool
      InvalidStateError Executor ProcessPoolExecutor ThreadPoolExecutor InterpreterPoolExecutor
      as_completed submit kill_workers terminate_workers add_done_callback cancel cancelled done
      exception result running set_exception set_result set_running_or_notify_cancel
      """;

  private static final List<String> OF_THE_JDK =
      List.of(
          "java.lang",
          "java.lang.foreign",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.locks");

  private final List<SourceFile> sources = Repo.javaFiles();

  @Test
  void everyMethodInTheMemoryModelIsThere() {
    List<String> named = find(METHOD, page("memory-model").text());

    assertTrue(named.size() > 60, named::toString);
    assertNone(named.stream().filter(method -> !isInTheLibrary(method)).toList());
  }

  private boolean isInTheLibrary(String method) {
    String type = method.substring(0, method.indexOf('.'));
    String call = " " + method.substring(type.length() + 1) + "(";
    return sources.stream()
        .filter(file -> file.isLibrary() && file.name().equals(type + ".java"))
        .anyMatch(file -> file.text().contains(call));
  }

  @Test
  void everyTestInTheGuaranteesIsThere() {
    List<String> named = find(TEST, page("guarantees").text());

    assertTrue(named.size() > 50, named::toString);
    assertNone(named.stream().filter(test -> !isTest(test)).toList());
  }

  private boolean isTest(String name) {
    String type = name.substring(0, name.indexOf('#'));
    var method =
        Pattern.compile(
            "\n  (void|Stream<\\w+>) %s\\(".formatted(name.substring(type.length() + 1)));
    return sources.stream()
        .filter(file -> file.name().equals(type + ".java"))
        .anyMatch(file -> method.matcher(file.text()).find());
  }

  @Test
  void allThatPythonProgrammersAreToldToCallCanBeCalled() {
    List<String> named = find(TYPE_OR_MEMBER, secondColumns(page("from-python")));

    assertTrue(named.size() > 100, named::toString);
    assertNone(named.stream().filter(name -> !mayBeCalled(name)).toList());
  }

  @Test
  void eachNameOfPythonHasItsRow() {
    assertNone(missing(page("from-python")));
  }

  private static List<String> missing(SourceFile page) {
    String rows =
        page.lines().stream()
            .filter(line -> line.startsWith("| "))
            .map(line -> line.split(" \\| ")[0])
            .collect(Collectors.joining("\n"));
    Set<String> named =
        Pattern.compile("`([^`]+)`")
            .matcher(rows)
            .results()
            .flatMap(code -> Arrays.stream(code.group(1).split("\\W+")))
            .collect(Collectors.toSet());
    return Arrays.stream(OF_PYTHON.strip().split("\\s+"))
        .filter(name -> !named.contains(name))
        .map(name -> page.path() + ": has no row for " + name)
        .toList();
  }

  private static boolean mayBeCalled(String name) {
    String[] parts = name.split("\\.");
    return Stream.concat(Examples.packages().stream(), OF_THE_JDK.stream())
        .flatMap(place -> publicClass(place + "." + parts[0]).stream())
        .anyMatch(type -> parts.length == 1 || membersOf(type).anyMatch(parts[1]::equals));
  }

  private static Optional<Class<?>> publicClass(String name) {
    try {
      return Optional.<Class<?>>of(Class.forName(name, false, ClassLoader.getSystemClassLoader()))
          .filter(type -> Modifier.isPublic(type.getModifiers()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> membersOf(Class<?> type) {
    return Stream.of(
            Arrays.stream(type.getMethods()).map(Method::getName),
            Arrays.stream(type.getFields()).map(Field::getName),
            Arrays.stream(type.getClasses()).map(Class::getSimpleName))
        .flatMap(names -> names);
  }

  @Test
  void everyDemoForAPythonProgramIsThere() {
    List<String> named = find(DEMO, page("from-python").text());

    assertTrue(named.size() > 15, named::toString);
    assertNone(named.stream().filter(demo -> !isDemo(demo)).toList());
  }

  /// @param link a demo's name and its file
  private static boolean isDemo(String link) {
    String[] parts = link.split("`]\\(\\.\\./");
    String text = SourceFile.read(Repo.ROOT.resolve(parts[1])).text();
    return text.contains("name = \"%s\"".formatted(parts[0]));
  }

  @Test
  void whatIsNotThereIsFound() {
    SourceFile whole = page("from-python");
    var without = new SourceFile("p.md", whole.text().replaceAll("`reducer`", "reducer"));
    assertEquals(List.of("p.md: has no row for reducer"), missing(without));
    assertTrue(isInTheLibrary("Outlet.moveHead"));
    assertFalse(isInTheLibrary("Outlet.moveTail"));
    assertTrue(isTest("NamesInDocsTest#whatIsNotThereIsFound"));
    assertFalse(isTest("NamesInDocsTest#find"));
    assertFalse(isTest("NoSuchTest#whatIsNotThereIsFound"));
    assertTrue(mayBeCalled("SharedQueue.put"));
    assertTrue(mayBeCalled("OwnerDeath.FAIL"));
    assertTrue(mayBeCalled("MemoryException.Missing"));
    assertFalse(mayBeCalled("SharedQueue.putt"));
    assertFalse(mayBeCalled("Outlet.moveHead"));
    String demo = "demos/src/main/java/io/tandem/demos/programs/SquareAndCube.java";
    assertTrue(isDemo("square-and-cube`](../" + demo));
    assertFalse(isDemo("no-sharing`](../" + demo));
  }

  @Test
  void onlySecondColumnsAreWhatToCall() {
    var page = new SourceFile("p.md", "| `A` | `B` | `C` |\n`X`\n| `E` | `D(1)` | |\n");

    assertEquals(List.of("B", "D"), find(Pattern.compile("`([A-Z])[^`]*`"), secondColumns(page)));
  }

  private static SourceFile page(String name) {
    return SourceFile.read(Repo.ROOT.resolve("docs/%s.md".formatted(name)));
  }

  private static String secondColumns(SourceFile page) {
    return page.lines().stream()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split(" \\| ")[1])
        .collect(Collectors.joining("\n"));
  }

  private static List<String> find(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .distinct()
        .toList();
  }
}
