package io.tandem.tests.style;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static io.tandem.tests.style.Findings.assertNone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which way the arrows between packages and modules point, read from the compiled classes.
class ArchitectureTest {
  private static final JavaClasses CORE = classesOf("core");
  private static final JavaClasses IPC = classesOf("ipc");
  private static final JavaClasses DEMOS = classesOf("demos");
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importPaths(Repo.classesOf("core"), Repo.classesOf("ipc"), Repo.classesOf("demos"));

  @TempDir private Path temp;

  @Test
  void noPackagesFormACycle() {
    Architecture.NO_PACKAGE_CYCLES.check(ALL);
  }

  @Test
  void coreKnowsNeitherIpcNorDemosAndIpcKnowsNoDemos() {
    Architecture.doesNotUse(IPC).check(CORE);
    Architecture.doesNotUse(DEMOS).check(CORE);
    Architecture.doesNotUse(DEMOS).check(IPC);
  }

  @Test
  void coreMakesNoNativeCallThroughJna() {
    Architecture.NO_JNA.check(CORE);
  }

  @Test
  void nothingUsesWhatTheJdkOrAgronaKeepToThemselves() {
    Architecture.NOTHING_BELOW_THE_API.check(ALL);
  }

  @Test
  void layoutsAreTopLevelAndPackagePrivate() {
    Architecture.LAYOUTS_ARE_BESIDE_THEIR_OWNER.check(ALL);
  }

  @Test
  void whatIsPublicIsExported() {
    assertNone(Architecture.publicButNotExported(Repo.descriptorOf("core"), CORE));
    assertNone(Architecture.publicButNotExported(Repo.descriptorOf("ipc"), IPC));
  }

  @Test
  void everyVarHandleIsStaticFinalAndExact() {
    Architecture.VAR_HANDLES_ARE_STATIC_FINAL.check(ALL);
    assertNone(Architecture.inexactVarHandles(ALL));
  }

  @Test
  void aCycleIsFound() throws IOException {
    assertViolated(
        Architecture.NO_PACKAGE_CYCLES,
        planted(
            "package io.tandem.left; public class Left { io.tandem.right.Right other; }",
            "package io.tandem.right; public class Right { io.tandem.left.Left other; }"));
  }

  @Test
  void anUpwardArrowIsFound() throws IOException {
    JavaClasses both =
        planted(
            "package io.tandem.low; public class Low { io.tandem.high.High up; }",
            "package io.tandem.high; public class High {}");
    JavaClasses high = both.that(resideInAPackage("io.tandem.high"));

    assertViolated(Architecture.doesNotUse(high), both.that(resideInAPackage("io.tandem.low")));
    Architecture.doesNotUse(high.that(resideInAPackage("elsewhere"))).check(both);
  }

  @Test
  void aUseOfJnaIsFound() throws IOException {
    assertViolated(Architecture.NO_JNA, planted("class A { com.sun.jna.Pointer p; }"));
  }

  @Test
  void aUseOfUnsafeIsFound() throws IOException {
    ArchRule rule = Architecture.NOTHING_BELOW_THE_API;

    assertViolated(rule, planted("class A { sun.misc.Unsafe u; }"));
    assertViolated(rule, planted("class B { Object o = new sun.misc.Signal(\"INT\"); }"));
    assertViolated(rule, planted("class C { org.agrona.concurrent.UnsafeBuffer b; }"));
    rule.check(planted("class D { org.agrona.concurrent.AtomicBuffer b; }"));
  }

  @Test
  void aPublicOrNestedLayoutIsFound() throws IOException {
    ArchRule rule = Architecture.LAYOUTS_ARE_BESIDE_THEIR_OWNER;

    assertViolated(rule, planted("public class ALayout {}"));
    assertViolated(rule, planted("class B { static class BLayout {} }"));
    rule.check(planted("class CLayout {}"));
  }

  @Test
  void aPublicTypeThatIsNotExportedIsFound() throws IOException {
    var module = ModuleDescriptor.newModule("m").exports("api").packages(Set.of("low"));
    JavaClasses classes =
        planted(
            "package api; public class Seen {}",
            "package low; public class Forgotten {}",
            "package low; class Own { public static class Inner {} }");

    assertEquals(
        List.of("low.Forgotten"), Architecture.publicButNotExported(module.build(), classes));
  }

  @Test
  void aVarHandleThatConvertsIsFound() {
    JavaClasses planted = new ClassFileImporter().importClasses(Handles.class);

    assertEquals(
        List.of(Handles.class.getName() + ".LOOSE"), Architecture.inexactVarHandles(planted));
  }

  @Test
  void aVarHandleThatIsNotStaticFinalIsFound() throws IOException {
    ArchRule rule = Architecture.VAR_HANDLES_ARE_STATIC_FINAL;

    assertViolated(rule, planted("class A { final java.lang.invoke.VarHandle h = null; }"));
    assertViolated(rule, planted("class B { static java.lang.invoke.VarHandle h = null; }"));
  }

  private static final class Handles {
    static final VarHandle LOOSE = MethodHandles.arrayElementVarHandle(long[].class);
    static final VarHandle EXACT = LOOSE.withInvokeExactBehavior();
  }

  private static void assertViolated(ArchRule rule, JavaClasses classes) {
    assertTrue(rule.evaluate(classes).hasViolation(), rule::getDescription);
  }

  /// Compiles sources that break a rule, and reads their classes.
  private JavaClasses planted(String... sources) throws IOException {
    Path output = Files.createTempDirectory(temp, "planted");
    List<SourceFile> files =
        IntStream.range(0, sources.length)
            .mapToObj(i -> new SourceFile("planted/A" + i + ".java", sources[i]))
            .toList();

    assertEquals(List.of(), Javac.compile(files, output));
    return new ClassFileImporter().importPath(output);
  }

  private static JavaClasses classesOf(String module) {
    JavaClasses classes = new ClassFileImporter().importPath(Repo.classesOf(module));
    assertTrue(!classes.isEmpty(), () -> "no classes of " + module + ": run mvn from the root");
    return classes;
  }
}
