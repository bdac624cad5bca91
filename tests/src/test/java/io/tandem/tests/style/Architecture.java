package io.tandem.tests.style;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.invoke.VarHandle;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules over compiled classes: which way the arrows point, and what nobody may use.
final class Architecture {
  /// Public only because something outside the module names them, with what that is.
  static final Map<String, String> PUBLIC_BUT_NOT_API =
      Map.of("io.tandem.process.ChildMain", "the java launcher starts a child on it");

  /// Packages that only the library uses, whose types are public for its other packages.
  static final Set<String> OF_THE_LIBRARY = Set.of("io.tandem.linux", "io.tandem.lock");

  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("io.tandem.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  static final ArchRule NOTHING_BELOW_THE_API =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("sun..", "jdk.internal..")
                  .or(describe("Agrona's Unsafe", Architecture::isAgronaUnsafe)));

  static final ArchRule NO_JNA =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.sun.jna..");

  static final ArchRule LAYOUTS_ARE_BESIDE_THEIR_OWNER =
      classes()
          .that()
          .haveSimpleNameEndingWith("Layout")
          .should()
          .bePackagePrivate()
          .andShould()
          .beTopLevelClasses()
          .allowEmptyShould(true);

  static final ArchRule VAR_HANDLES_ARE_STATIC_FINAL =
      fields()
          .that()
          .haveRawType(VarHandle.class)
          .should()
          .beStatic()
          .andShould()
          .beFinal()
          .allowEmptyShould(true);

  private Architecture() {}

  /// Arrows point downwards: a lower module knows nothing of a higher one.
  static ArchRule doesNotUse(JavaClasses higher) {
    Set<String> packages =
        higher.stream().map(JavaClass::getPackageName).collect(Collectors.toUnmodifiableSet());
    return noClasses()
        .should()
        .dependOnClassesThat(
            describe("are in " + packages, type -> packages.contains(type.getPackageName())));
  }

  /// Public types in packages that the module exports to nobody: either they are API, and the
  /// package must be exported, or they are not, and need not be public.
  static List<String> publicButNotExported(ModuleDescriptor module, JavaClasses classes) {
    Set<String> exported =
        module.exports().stream().map(Exports::source).collect(Collectors.toUnmodifiableSet());
    return classes.stream()
        .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(PUBLIC))
        .filter(type -> !exported.contains(type.getPackageName()))
        .filter(type -> !OF_THE_LIBRARY.contains(type.getPackageName()))
        .map(JavaClass::getName)
        .filter(name -> !PUBLIC_BUT_NOT_API.containsKey(name))
        .sorted()
        .toList();
  }

  /// Handles that would convert their arguments silently, and so allocate or access a wrong width.
  static List<String> inexactVarHandles(JavaClasses classes) {
    return classes.stream()
        .flatMap(type -> type.getFields().stream())
        .filter(field -> field.getRawType().isEquivalentTo(VarHandle.class))
        .filter(field -> !isExact(field))
        .map(JavaField::getFullName)
        .sorted()
        .toList();
  }

  private static boolean isExact(JavaField field) {
    Field handle = field.reflect();
    handle.setAccessible(true);
    try {
      return ((VarHandle) handle.get(null)).hasInvokeExactBehavior();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isAgronaUnsafe(JavaClass type) {
    return type.getPackageName().startsWith("org.agrona") && type.getName().contains("Unsafe");
  }
}
