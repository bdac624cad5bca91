package io.tandem.process;

import java.io.File;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where a child finds this JVM's classes, as arguments of the `java` command. All paths are
/// absolute, because the child may run in another directory.
///
/// @param options the class path or module path
/// @param main the arguments that name the class to run
record CodePath(List<String> options, List<String> main) {
  private static final String CHILD_MAIN = ChildMain.class.getName();
  private static final String SPRING_LOADER = "org.springframework.boot.loader.";

  /// The code path from which a child can load these classes and Tandem itself.
  static CodePath of(Collection<Class<?>> classes) {
    Module tandem = CodePath.class.getModule();
    if (tandem.isNamed()) {
      return ofModules(tandem);
    }
    Set<ClassLoader> loaders = loadersOf(classes);
    for (ClassLoader loader : loaders) {
      if (loader.getClass().getName().startsWith(SPRING_LOADER) && hasNestedJars(loader)) {
        return ofSpringBootJar(loader);
      }
    }
    return ofClassPath(loaders);
  }

  private static CodePath ofModules(Module tandem) {
    String added =
        ModuleLayer.boot().configuration().modules().stream()
            .filter(CodePath::isOnModulePath)
            .map(ResolvedModule::name)
            .sorted()
            .collect(Collectors.joining(","));
    List<String> options = new ArrayList<>(modulePath());
    if (!added.isEmpty()) {
      options.add("--add-modules=" + added);
    }
    options.add("--enable-native-access=io.tandem.core,io.tandem.ipc,com.sun.jna");
    String classPath = absolute(System.getProperty("java.class.path", ""));
    if (!classPath.isEmpty()) {
      options.addAll(List.of("-cp", classPath));
    }
    return new CodePath(options, List.of("-m", tandem.getName() + "/" + CHILD_MAIN));
  }

  private static boolean isOnModulePath(ResolvedModule module) {
    ModuleReference reference = module.reference();
    return reference.location().map(URI::getScheme).filter("jrt"::equals).isEmpty();
  }

  /// Spring's own launcher opens the jars inside the jar and then runs our main class.
  private static CodePath ofSpringBootJar(ClassLoader loader) {
    String launcherPackage = loader.getClass().getPackageName();
    List<String> options = new ArrayList<>(classPathOptions(new LinkedHashSet<>()));
    options.add("-Dloader.main=" + CHILD_MAIN);
    return new CodePath(options, List.of(launcherPackage + ".PropertiesLauncher"));
  }

  private static boolean hasNestedJars(ClassLoader loader) {
    return loader instanceof URLClassLoader urls
        && Arrays.stream(urls.getURLs()).anyMatch(url -> fileOf(url) == null);
  }

  private static CodePath ofClassPath(Set<ClassLoader> loaders) {
    Set<String> entries = new LinkedHashSet<>();
    for (ClassLoader loader : loaders) {
      if (loader instanceof URLClassLoader urls) {
        Arrays.stream(urls.getURLs())
            .map(CodePath::fileOf)
            .filter(Objects::nonNull)
            .forEach(file -> entries.add(requireOne(file)));
      }
    }
    return new CodePath(classPathOptions(entries), List.of(CHILD_MAIN));
  }

  private static List<String> classPathOptions(Set<String> furtherEntries) {
    List<String> options = new ArrayList<>(modulePath());
    Set<String> entries = new LinkedHashSet<>();
    entries.add(absolute(System.getProperty("java.class.path", "")));
    entries.remove("");
    entries.addAll(furtherEntries);
    options.addAll(List.of("-cp", String.join(File.pathSeparator, entries)));
    options.addAll(ExecutableJar.flags(String.join(File.pathSeparator, entries)));
    options.add("--enable-native-access=ALL-UNNAMED");
    return options;
  }

  private static List<String> modulePath() {
    String path = System.getProperty("jdk.module.path", "");
    return path.isEmpty() ? List.of() : List.of("--module-path", absolute(path));
  }

  /// The loaders of the classes and of Tandem, each after its parents.
  private static Set<ClassLoader> loadersOf(Collection<Class<?>> classes) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    addWithParents(CodePath.class.getClassLoader(), loaders);
    classes.forEach(type -> addWithParents(type.getClassLoader(), loaders));
    return loaders;
  }

  private static void addWithParents(@Nullable ClassLoader loader, Set<ClassLoader> loaders) {
    if (loader != null && !loaders.contains(loader)) {
      addWithParents(loader.getParent(), loaders);
      loaders.add(loader);
    }
  }

  private static @Nullable String fileOf(URL url) {
    return url.getProtocol().equals("file") ? Path.of(uriOf(url)).toString() : null;
  }

  /// Some loaders' URLs hold spaces and the like as they are.
  private static URI uriOf(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException notEscaped) {
      return new File(url.getPath()).toURI();
    }
  }

  /// A working directory, or the URL of a class loader, may hold what separates entries.
  private static String requireOne(String entry) {
    if (entry.contains(File.pathSeparator)) {
      throw new IllegalStateException(
          "Cannot start a JVM: its class path would hold %s, and a '%s' in the name of a directory"
                  .formatted(entry, File.pathSeparator)
              + " or file ends an entry there. Rename it.");
    }
    return entry;
  }

  /// A path list with every entry absolute; an empty entry means the working directory.
  static String absolute(String pathList) {
    if (pathList.isEmpty()) {
      return "";
    }
    return Arrays.stream(pathList.split(File.pathSeparator, -1))
        .map(entry -> requireOne(Path.of(entry).toAbsolutePath().toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
